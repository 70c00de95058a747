package dev.daprinvoke.resolve.mdns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.function.BiConsumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A socket in the multicast group of one network interface and IP version. There is one
 * for each, so that it is certain by which interface a packet leaves and came.
 */
final class GroupSocket {

	private static final Logger logger = LoggerFactory.getLogger(GroupSocket.class);

	private final Channel channel;

	private final InetSocketAddress group;

	private GroupSocket(Channel channel, InetSocketAddress group) {
		this.channel = channel;
		this.group = group;
	}

	/**
	 * Binds the group's address, which many processes may do at once, and joins the
	 * group. Not being bound to the host's own addresses, the socket hears only what was
	 * sent to the group, and that no router lets through: others cannot make us believe
	 * or answer anything.
	 * @param loop runs the socket
	 * @param via the interface
	 * @param version the IP version
	 * @param receiver takes well-formed packets and their sender, on the loop
	 * @return the socket, to be closed by the caller, or the reason why there is none
	 */
	static Mono<GroupSocket> open(EventLoop loop, NetworkInterface via, IpVersion version,
			BiConsumer<Packet, InetSocketAddress> receiver) {
		return Mono.defer(() -> {
			try {
				InetSocketAddress group = version.group(via);
				ChannelFuture bound = bootstrap(loop, via, version, receiver).bind(group);
				return completion(bound).then(Mono.defer(() -> join((DatagramChannel) bound.channel(), group, via)));
			}
			catch (IOException ex) {
				return Mono.error(ex);
			}
		});
	}

	private static Bootstrap bootstrap(EventLoop loop, NetworkInterface via, IpVersion version,
			BiConsumer<Packet, InetSocketAddress> receiver) {
		return new Bootstrap().group(loop)
			.channelFactory(() -> new NioDatagramChannel(version.family()))
			.option(ChannelOption.SO_REUSEADDR, true)
			.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true)
			.option(ChannelOption.IP_MULTICAST_IF, via)
			.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(PacketReader.MAX_LENGTH))
			.handler(new PacketHandler(receiver));
	}

	private static Mono<GroupSocket> join(DatagramChannel channel, InetSocketAddress group, NetworkInterface via) {
		return completion(channel.joinGroup(group, via)).thenReturn(new GroupSocket(channel, group))
			.doOnError((ex) -> channel.close());
	}

	private static Mono<Void> completion(ChannelFuture future) {
		return Mono.create((sink) -> future.addListener((done) -> {
			if (done.isSuccess()) {
				sink.success();
			}
			else {
				sink.error(done.cause());
			}
		}));
	}

	void multicast(Packet packet) {
		send(packet, this.group);
	}

	/**
	 * Sends a packet, or drops it if the network does not take what was sent before.
	 */
	void send(Packet packet, InetSocketAddress receiver) {
		if (!this.channel.isWritable()) {
			return;
		}
		ByteBuf content = this.channel.alloc().buffer();
		PacketWriter.write(packet, content);
		this.channel.writeAndFlush(new DatagramPacket(content, receiver)).addListener((done) -> {
			if (!done.isSuccess()) {
				logger.debug("mDNS packet to {} is lost: {}", receiver, done.cause().toString());
			}
		});
	}

	boolean reaches(InetSocketAddress receiver) {
		return receiver.getAddress().getClass() == this.group.getAddress().getClass();
	}

	void close() {
		this.channel.close();
	}

}
