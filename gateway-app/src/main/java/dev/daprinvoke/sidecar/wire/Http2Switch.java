package dev.daprinvoke.sidecar.wire;

import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

import dev.daprinvoke.message.BodyMemory;

/**
 * Makes an HTTP/1.1 connection one of HTTP/2, by Reactor Netty's own initializer, only
 * when its client asks for that: prepared for every connection, as Reactor Netty would
 * have it, HTTP/2 costs idle HTTP/1.1 connections more memory than they need themselves.
 */
final class Http2Switch {

	static final String SETTINGS_HEADER = "HTTP2-Settings";

	/** What Go's server allows. */
	private static final int MOST_STREAMS = 250;

	private static final int SETTING_BYTES = 6;

	private final HttpServerConfig config;

	private final WaitingUpgrades waiting;

	private final ConnectionObserver observer;

	private Http2Switch(HttpServerConfig config, WaitingUpgrades waiting, ConnectionObserver observer) {
		this.config = config;
		this.waiting = waiting;
		this.observer = observer;
	}

	/**
	 * Describes the HTTP/2 side of a server.
	 * @param connections takes the server's connections
	 * @param maxHeadBytes the most bytes of a request's headers, as HTTP/2 counts them
	 * @return what {@link #to} makes a switch of
	 */
	static HttpServerConfig describe(ChannelGroup connections, int maxHeadBytes) {
		StreamMemory memory = new StreamMemory(BodyMemory.ofThisProcess());
		return HttpServer.create()
			.protocol(HttpProtocol.H2C)
			.channelGroup(connections)
			.http2Settings((settings) -> settings.maxConcurrentStreams(MOST_STREAMS).maxHeaderListSize(maxHeadBytes))
			.doOnChannelInit((observer, channel, remote) -> {
				if (channel.pipeline().get(Http2FrameCodec.class) != null) {
					channel.pipeline().addBefore(NettyPipeline.HttpCodec, null, new FrameDeadline());
					channel.pipeline().addAfter(NettyPipeline.HttpCodec, null, new Http2Frames());
					channel.pipeline().addAfter(NettyPipeline.HttpCodec, null, memory);
				}
			})
			.configuration();
	}

	/**
	 * Gives the switch of one connection.
	 * @param config what {@link #describe} gave
	 * @param waiting the upgrades of the server
	 * @param observer what observes that connection
	 * @return the switch
	 */
	static Http2Switch to(HttpServerConfig config, WaitingUpgrades waiting, ConnectionObserver observer) {
		return new Http2Switch(config, waiting, observer);
	}

	/** The upgrades of the server. */
	WaitingUpgrades waiting() {
		return this.waiting;
	}

	/**
	 * Switches a connection whose client has begun with HTTP/2's preface.
	 * @param keep the only handler that stays
	 */
	void begin(ChannelHandlerContext keep) {
		ChannelPipeline pipeline = keep.pipeline();
		for (Map.Entry<String, ChannelHandler> each : List.copyOf(pipeline.toMap().entrySet())) {
			if (each.getValue() != keep.handler()) {
				pipeline.remove(each.getValue());
			}
		}
		Channel channel = keep.channel();
		pipeline.addLast(this.config.channelInitializer(this.observer, channel.remoteAddress(), true));
	}

	/** Switches a connection by answering a request that asks for it. */
	HttpServerUpgradeHandler.UpgradeCodec upgrade() {
		return new HttpServerUpgradeHandler.UpgradeCodec() {

			@Override
			public Collection<CharSequence> requiredUpgradeHeaders() {
				return List.of(SETTINGS_HEADER);
			}

			@Override
			public boolean prepareUpgradeResponse(ChannelHandlerContext context, FullHttpRequest request,
					HttpHeaders answer) {
				return settings(request) != null;
			}

			@Override
			public void upgradeTo(ChannelHandlerContext context, FullHttpRequest request) {
				Http2Settings settings = settings(request);
				begin(context);
				context.pipeline().addAfter(context.name(), null, new HeldUpgrade(Http2Switch.this.waiting));
				try {
					Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
					codec.onHttpServerUpgrade((settings != null) ? settings : new Http2Settings());
				}
				catch (Http2Exception ex) {
					context.fireExceptionCaught(ex);
					context.close();
				}
			}

		};
	}

	/**
	 * Reads the settings that a client sends along with its wish for HTTP/2.
	 * @param request the request
	 * @return the settings, or {@code null} if they are missing, repeated or malformed
	 */
	static @Nullable Http2Settings settings(HttpRequest request) {
		List<String> values = request.headers().getAll(SETTINGS_HEADER);
		if (values.size() != 1) {
			return null;
		}
		try {
			return settings(Base64.getUrlDecoder().decode(values.get(0)));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable Http2Settings settings(byte[] payload) {
		if (payload.length % SETTING_BYTES != 0) {
			return null;
		}
		Http2Settings settings = new Http2Settings();
		for (int at = 0; at < payload.length; at += SETTING_BYTES) {
			int id = (payload[at] & 0xff) << 8 | payload[at + 1] & 0xff;
			long value = (payload[at + 2] & 0xffL) << 24 | (payload[at + 3] & 0xffL) << 16
					| (payload[at + 4] & 0xffL) << 8 | payload[at + 5] & 0xffL;
			settings.put((char) id, Long.valueOf(value));
		}
		return settings;
	}

}
