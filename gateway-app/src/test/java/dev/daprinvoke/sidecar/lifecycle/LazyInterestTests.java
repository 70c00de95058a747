package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEvent;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * {@link LazyInterest}: what the kernel is told, what a channel hears, and that nothing
 * is lost between them.
 */
class LazyInterestTests {

	private static final int WAIT_SECONDS = 5;

	@BeforeAll
	static void needsEpoll() {
		assumeThat(Epoll.isAvailable()).isTrue();
	}

	@Test
	void whenReadingPausesAndNothingComesThenTheKernelIsToldOnce() {
		Script script = new Script();
		EpollIoOps idle = EpollIoOps.EPOLLRDHUP;
		EpollIoOps reading = idle.with(EpollIoOps.EPOLLIN);
		script.interest.submit(idle);
		for (int call = 0; call < 3; call++) {
			script.interest.submit(reading);
			script.interest.submit(idle);
		}
		assertThat(script.told).containsExactly(idle, reading);
	}

	@Test
	void whenBytesComeInAPauseThenTheKernelIsToldAndTheChannelHearsOfThemWhenItReads() {
		Script script = new Script();
		EpollIoOps idle = EpollIoOps.EPOLLRDHUP;
		EpollIoOps reading = idle.with(EpollIoOps.EPOLLIN);
		script.interest.submit(reading);
		script.interest.submit(idle);
		script.happens(EpollIoOps.EPOLLIN);
		script.happens(EpollIoOps.EPOLLIN);
		assertThat(script.heard).isEmpty();
		assertThat(script.told).containsExactly(reading, idle);
		script.interest.submit(reading);
		script.happens(EpollIoOps.EPOLLIN);
		assertThat(script.told).containsExactly(reading, idle, reading);
		assertThat(script.heard).containsExactly(EpollIoOps.EPOLLIN);
	}

	@Test
	void whenMoreThanBytesComesInAPauseThenTheChannelHearsOfThatOnly() {
		Script script = new Script();
		EpollIoOps writing = EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLOUT);
		script.interest.submit(writing.with(EpollIoOps.EPOLLIN));
		script.interest.submit(writing);
		script.happens(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP));
		script.happens(EpollIoOps.EPOLLOUT);
		script.happens(EpollIoOps.EPOLLERR);
		assertThat(script.heard).containsExactly(EpollIoOps.EPOLLRDHUP, EpollIoOps.EPOLLOUT, EpollIoOps.EPOLLERR);
	}

	@Test
	void whenAnythingButReadingChangesOrNothingIsWantedThenTheKernelIsToldAtOnce() {
		Script script = new Script();
		EpollIoOps reading = EpollIoOps.EPOLLRDHUP.with(EpollIoOps.EPOLLIN);
		EpollIoOps both = reading.with(EpollIoOps.EPOLLOUT);
		script.interest.submit(reading);
		script.interest.submit(both);
		script.interest.submit(EpollIoOps.EPOLLRDHUP);
		script.interest.submit(EpollIoOps.EPOLLIN);
		script.interest.submit(EpollIoOps.NONE);
		assertThat(script.told).containsExactly(reading, both, EpollIoOps.EPOLLRDHUP, EpollIoOps.EPOLLIN,
				EpollIoOps.NONE);
	}

	/** With a real socket. */
	@Test
	void whenAChannelReadsAgainThenItGetsWhatCameMeanwhile() throws Exception {
		EventLoopGroup group = LoopGroup.create(1);
		BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
		try (Socket client = new Socket()) {
			client.connect(server(group, seen));
			Channel channel = (Channel) take(seen);
			for (int i = 0; i < 50; i++) {
				group.submit(() -> channel.config().setAutoRead(false)).sync();
				client.getOutputStream().write(i);
				group.submit(() -> {
				}).sync();
				assertThat(seen).isEmpty();
				channel.config().setAutoRead(true);
				assertThat(take(seen)).isEqualTo(i);
			}
			client.shutdownOutput();
			assertThat(take(seen)).isEqualTo("end");
		}
		finally {
			group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
		}
	}

	private static Object take(BlockingQueue<Object> seen) throws InterruptedException {
		return Objects.requireNonNull(seen.poll(WAIT_SECONDS, TimeUnit.SECONDS), "nothing came");
	}

	private static InetSocketAddress server(EventLoopGroup group, BlockingQueue<Object> seen)
			throws InterruptedException {
		return (InetSocketAddress) new ServerBootstrap().group(group)
			.channel(EpollServerSocketChannel.class)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new Noting(seen));
				}

			})
			.bind(InetAddress.getLoopbackAddress(), 0)
			.sync()
			.channel()
			.localAddress();
	}

	private static final class Noting extends ChannelInboundHandlerAdapter {

		private final BlockingQueue<Object> seen;

		Noting(BlockingQueue<Object> seen) {
			this.seen = seen;
		}

		@Override
		public void channelActive(ChannelHandlerContext ctx) {
			this.seen.add(ctx.channel());
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			while (bytes.isReadable()) {
				this.seen.add((int) bytes.readByte());
			}
			bytes.release();
		}

		@Override
		public void channelInactive(ChannelHandlerContext ctx) {
			this.seen.add("end");
		}

	}

	/** A kernel and a channel that note what they are told. */
	private static final class Script implements IoRegistration, EpollIoHandle {

		private final List<EpollIoOps> told = new ArrayList<>();

		private final List<EpollIoOps> heard = new ArrayList<>();

		private final LazyInterest interest = new LazyInterest(this);

		Script() {
			this.interest.registration(this);
		}

		private void happens(EpollIoOps ready) {
			EpollIoEvent event = () -> ready;
			this.interest.handle(this, event);
		}

		@Override
		public void handle(IoRegistration registration, IoEvent event) {
			assertThat(registration).isSameAs(this.interest);
			this.heard.add(((EpollIoEvent) event).ops());
		}

		@Override
		public long submit(IoOps ops) {
			this.told.add((EpollIoOps) ops);
			return ((EpollIoOps) ops).value();
		}

		@Override
		public <T> T attachment() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isValid() {
			return true;
		}

		@Override
		public boolean cancel() {
			return false;
		}

		@Override
		public FileDescriptor fd() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() throws IOException {
			throw new IOException("not expected");
		}

	}

}
