package dev.daprinvoke.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.transport.grpc.EventLoops;

/**
 * The event loops that all tests of a JVM share. They are daemons and never closed, as
 * connections of one test never outlive it.
 */
public final class TestLoops {

	private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(2,
			new DefaultThreadFactory("test-loop", true), NioIoHandler.newFactory());

	/** For the hop. */
	public static final EventLoops HOP = new EventLoops(GROUP, NioSocketChannel.class, NioServerSocketChannel.class);

	/** For the app channel. */
	public static final LoopResources APP = LoopResources.create("test-app", 1, 2, true);

	// The first sockets of a JVM read files, which BlockHound does not allow on an event
	// loop.
	static {
		try (ServerSocketChannel first = ServerSocketChannel.open()) {
			first.socket().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), NetUtil.SOMAXCONN);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private TestLoops() {
	}

}
