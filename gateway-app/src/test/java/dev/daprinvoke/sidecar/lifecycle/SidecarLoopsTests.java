package dev.daprinvoke.sidecar.lifecycle;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
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
		assertThat(((IoEventLoopGroup) group).isIoType(EpollIoHandler.class)).isTrue();
		end(group);
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
