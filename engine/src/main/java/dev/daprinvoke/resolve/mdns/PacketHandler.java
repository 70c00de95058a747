package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.util.function.BiConsumer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and releases each datagram, and passes over all that is no well-formed packet.
 */
final class PacketHandler extends SimpleChannelInboundHandler<DatagramPacket> {

	private static final Logger logger = LoggerFactory.getLogger(PacketHandler.class);

	private final BiConsumer<Packet, InetSocketAddress> receiver;

	PacketHandler(BiConsumer<Packet, InetSocketAddress> receiver) {
		this.receiver = receiver;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
		Packet packet = PacketReader.read(datagram.content());
		if (packet != null) {
			this.receiver.accept(packet, datagram.sender());
		}
	}

	// A datagram socket goes on after an error: it has no peer that could be gone.
	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.debug("mDNS socket error", cause);
	}

}
