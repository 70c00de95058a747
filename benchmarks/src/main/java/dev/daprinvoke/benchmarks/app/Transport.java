package dev.daprinvoke.benchmarks.app;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * The one way in which the app, the callers and the relay use Netty: one thread, native
 * sockets where there are any, large reads and writes.
 */
public final class Transport {

	/**
	 * What is written at once, in bytes.
	 */
	public static final int CHUNK = 64 * 1024;

	private static final int READ = 128 * 1024;

	private static final int LOW_WATER = 128 * 1024;

	private static final int HIGH_WATER = 256 * 1024;

	private static final boolean NATIVE = Epoll.isAvailable();

	private Transport() {
	}

	/**
	 * Makes an event loop of a single thread.
	 * @return the group, to be shut down by the caller
	 */
	public static EventLoopGroup newEventLoop() {
		return new MultiThreadIoEventLoopGroup(1, (NATIVE) ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
	}

	public static Class<? extends ServerChannel> serverChannel() {
		return (NATIVE) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
	}

	public static Class<? extends Channel> clientChannel() {
		return (NATIVE) ? EpollSocketChannel.class : NioSocketChannel.class;
	}

	/**
	 * Sets what every connection has: no delay, large reads, a bounded write buffer.
	 * @param channel the connection
	 */
	public static void configure(Channel channel) {
		RecvByteBufAllocator reads = new FixedRecvByteBufAllocator(READ);
		channel.config().setOption(ChannelOption.TCP_NODELAY, true);
		channel.config().setRecvByteBufAllocator(reads);
		channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER, HIGH_WATER));
	}

	/**
	 * The codec's settings: bodies pass in the pieces they were read in.
	 * @return new settings
	 */
	public static HttpDecoderConfig decoding() {
		return new HttpDecoderConfig().setMaxChunkSize(READ);
	}

	/**
	 * Makes a buffer that is sent again and again.
	 * @param size its size in bytes
	 * @return a buffer that nobody needs to release; send retained slices of it
	 */
	public static ByteBuf reusable(int size) {
		ByteBuf buffer = Unpooled.directBuffer(size, size);
		for (int i = 0; i < size; i++) {
			buffer.writeByte('a' + i % 26);
		}
		return Unpooled.unreleasableBuffer(buffer.asReadOnly());
	}

}
