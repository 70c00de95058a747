package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netty.channel.EventLoopGroup;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.BodyLimit;
import dev.daprinvoke.invoke.Host;
import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.invoke.OutboundInvoker;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resolve.RoundRobinPicker;
import dev.daprinvoke.resource.Features;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.api.http.Metadata;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.testkit.Ports;
import dev.daprinvoke.transport.app.AppChannel;

/**
 * The HTTP API on a socket, with {@link FakePeers} behind it.
 */
final class RunningEdge implements AutoCloseable {

	private final FakePeers peers = new FakePeers();

	private final Meters meters = new Meters();

	private final LoopResources loops = LoopResources.create("edge-test", 1, 1, true);

	private final int port;

	private final HttpEdge edge;

	private RunningEdge(Path configuration, int port, boolean h2c, ApiFront front, ApiAccess access) {
		this.port = port;
		// As the process does it: an error that comes behind the end of a call is no
		// news.
		Hooks.onErrorDropped((error) -> {
		});
		AppTarget self = new AppTarget("caller", new AppId("caller"), new Namespace("default"));
		OutboundInvoker outbound = new OutboundInvoker(self, new Host("192.0.2.10", "fixture-host"), new OnePeer(),
				new RoundRobinPicker(), this.peers, AppChannel.none(), (url, request) -> Mono.empty(), List.of());
		Readiness readiness = new Readiness();
		readiness.outboundReady();
		readiness.allReady();
		SidecarSettings settings = new SettingsReader(DaprdFlag.parse("--app-id=caller"), Map.of(), null).read();
		DaprEndpoints endpoints = new DaprEndpoints("caller", access, readiness,
				new Metadata(settings.app(), List.of(), Features.DEFAULT, BuildInfo.ofThisBuild()),
				(forced) -> this.peers.calls.add("shutdown " + forced));
		try {
			this.edge = HttpEdge.start(new SidecarSettings.Folder(null, configuration),
					new ApiServerSettings(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), 8192,
							h2c, Mono.never()),
					this.loops, endpoints, new HttpApi(outbound, new BodyLimit(4 << 20), Tracing.of("", false)),
					new EdgeMeters(new InvocationMeters(this.meters, "caller")), front);
		}
		catch (RuntimeException ex) {
			this.loops.dispose();
			throw ex;
		}
	}

	/** The configuration that sends calls by a lane: none at all for {@code plain}. */
	static String lane(String lane) {
		return lane.equals("plain") ? "# none\n" : "dapr.invoke.edge.lane: " + lane;
	}

	/** Starts with a configuration file of this text in this folder. */
	static RunningEdge with(Path folder, String yaml) {
		return on(Ports.free(), folder, yaml);
	}

	/** Starts with something before the routes, or with routes taken away. */
	static RunningEdge with(Path folder, String yaml, ApiFront front, ApiAccess access) {
		return new RunningEdge(write(folder, yaml), Ports.free(), true, front, access);
	}

	/** As {@link #with}, with HTTP/1.1 only. */
	static RunningEdge withoutHttp2(Path folder, String yaml) {
		return new RunningEdge(write(folder, yaml), Ports.free(), false, ApiFront.NONE, ApiAccess.ALL);
	}

	static RunningEdge on(int port, Path folder, String yaml) {
		return reading(port, write(folder, yaml));
	}

	private static Path write(Path folder, String yaml) {
		try {
			return Files.writeString(folder.resolve("edge.yaml"), yaml);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static RunningEdge reading(int port, Path configuration) {
		return new RunningEdge(configuration, port, true, ApiFront.NONE, ApiAccess.ALL);
	}

	int port() {
		return this.port;
	}

	FakePeers peers() {
		return this.peers;
	}

	EventLoopGroup loops() {
		return this.loops.onServer(true);
	}

	String scrape() {
		StringBuilder text = new StringBuilder();
		try {
			this.meters.scrape(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString();
	}

	@Override
	public void close() {
		this.edge.close();
		this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
	}

	/** Finds every app at one place, except {@code nobody}. */
	private static final class OnePeer implements NameResolver {

		@Override
		public Mono<List<Endpoint>> resolve(AppTarget target) {
			return target.id().value().equals("nobody")
					? Mono.error(new NameResolutionException("couldn't find service: nobody"))
					: Mono.just(List.of(new Endpoint("192.0.2.20", 50002)));
		}

	}

}
