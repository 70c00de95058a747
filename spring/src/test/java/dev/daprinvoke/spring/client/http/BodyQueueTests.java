package dev.daprinvoke.spring.client.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class BodyQueueTests {

	private static final int PIECES = 2000;

	private static Flux<ByteBuf> pieces(int count) {
		return Flux.range(0, count).map((index) -> Buffers.of("abc")).subscribeOn(Schedulers.parallel());
	}

	@RepeatedTest(20)
	void whenPiecesComeFromAnotherThreadThenAllAreRead() throws IOException {
		try (BodyInputStream in = new BodyInputStream(new InvokeBody.Streaming(pieces(PIECES)))) {
			assertThat(in.readAllBytes()).hasSize(3 * PIECES);
		}
	}

	@RepeatedTest(50)
	void whenTheStreamIsClosedWhilePiecesComeThenNoneIsLost() throws IOException {
		BodyInputStream in = new BodyInputStream(new InvokeBody.Streaming(pieces(Integer.MAX_VALUE)));
		assertThat(in.readNBytes(100)).hasSize(100);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(in::close);
		assertThatIOException().isThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
			.withMessage("the body was closed");
		assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void whenPiecesAreReadThenAsManyAreAskedForAgain() throws IOException {
		ManualBody body = new ManualBody();
		BodyQueue queue = new BodyQueue();
		body.subscribe(queue);
		assertThat(body.requested()).isEqualTo(BodyQueue.AHEAD);
		body.next("ab").next("c");
		byte[] into = new byte[8];
		assertThat(queue.read(into, 0, 1)).isEqualTo(1);
		assertThat(body.requested()).isEqualTo(BodyQueue.AHEAD);
		assertThat(queue.read(into, 1, 7)).isEqualTo(1);
		assertThat(body.requested()).isEqualTo(BodyQueue.AHEAD + 1);
		body.complete();
		assertThat(queue.read(into, 2, 6)).isEqualTo(1);
		assertThat(queue.read(into, 3, 5)).isEqualTo(-1);
		assertThat(into).startsWith('a', 'b', 'c');
		queue.close();
		assertThat(body.isCancelled()).isFalse();
	}

}
