package dev.daprinvoke.sidecar.lifecycle;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * {@link SidecarLoops}: which kind of loops there are, and that work stays on them.
 */
class SidecarLoopsTests {

	@Test
	void whenThereIsEpollThenItIsUsed() {
		assumeThat(Epoll.isAvailable()).isTrue();
		EventLoopGroup group = LoopGroup.create(1);
		assertThat(((IoEventLoopGroup) group).isIoType(LazyEpoll.class)).isTrue();
		assertThat(((IoEventLoopGroup) group).isCompatible(EpollIoHandle.class)).isTrue();
		end(group);
	}

	@Test
	void whenManySocketsAreReadyThenWorkIsPassedOnAfterSomeAndAllAreRead() throws Exception {
		assumeThat(Epoll.isAvailable()).isTrue();
		EventLoopGroup group = LoopGroup.create(1);
		int sockets = 3 * LoopGroup.SOCKETS_AT_ONCE;
		List<String> order = new CopyOnWriteArrayList<>();
		CountDownLatch accepted = new CountDownLatch(sockets);
		CountDownLatch passedOn = new CountDownLatch(sockets);
		Channel server = server(group, accepted, (loop) -> {
			order.add("read");
			loop.execute(() -> {
				order.add("passed on");
				passedOn.countDown();
			});
		});
		List<Socket> clients = new ArrayList<>();
		try {
			for (int i = 0; i < sockets; i++) {
				clients.add(new Socket(InetAddress.getLoopbackAddress(),
						((InetSocketAddress) server.localAddress()).getPort()));
			}
			assertThat(accepted.await(5, TimeUnit.SECONDS)).isTrue();
			AtomicBoolean hold = new AtomicBoolean(true);
			group.execute(() -> {
				while (hold.get()) {
					Thread.onSpinWait();
				}
			});
			try {
				for (Socket client : clients) {
					client.getOutputStream().write(1);
				}
			}
			finally {
				hold.set(false);
			}
			assertThat(passedOn.await(5, TimeUnit.SECONDS)).isTrue();
			assertThat(order.indexOf("passed on")).isBetween(1, LoopGroup.SOCKETS_AT_ONCE);
		}
		finally {
			for (Socket client : clients) {
				client.close();
			}
			end(group);
		}
	}

	private static Channel server(EventLoopGroup group, CountDownLatch accepted, Consumer<EventLoop> read)
			throws InterruptedException {
		return new ServerBootstrap().group(group)
			.channel(EpollServerSocketChannel.class)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					accepted.countDown();
					channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {

						@Override
						public void channelRead(ChannelHandlerContext ctx, Object message) {
							ReferenceCountUtil.release(message);
							read.accept(ctx.channel().eventLoop());
						}

					});
				}

			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.sync()
			.channel();
	}

	@Test
	void whenLoopOpensConnectionThenItStaysOnThatLoop() throws Exception {
		EventLoopGroup group = LoopGroup.create(2);
		SharedLoops loops = new SharedLoops(group);
		for (int i = 0; i < 4; i++) {
			EventLoop begun = group.next();
			Future<EventLoop> next = begun.submit(() -> loops.onClient(true).next());
			assertThat(next.get(5, TimeUnit.SECONDS)).isSameAs(begun);
		}
		end(group);
	}

	@Test
	void whenReactorAsksThenLoopsMustNotBlock() throws Exception {
		EventLoopGroup group = LoopGroup.create(1);
		BooleanSupplier nonBlocking = Schedulers::isInNonBlockingThread;
		assertThat(group.submit(nonBlocking::getAsBoolean).get(5, TimeUnit.SECONDS)).isTrue();
		end(group);
	}

	@Test
	void whenClosedThenThreadsEnd() throws Exception {
		SidecarLoops loops = new SidecarLoops();
		EventLoopGroup group = loops.eventLoops().group();
		loops.close();
		assertThat(group.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
		assertThat(loops.resources().isDisposed()).isTrue();
	}

	private static void end(EventLoopGroup group) {
		group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

}
