package dev.daprinvoke.spring.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Executor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.springframework.http.StreamingHttpOutputMessage.Body;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;

/**
 * The body of a request on its way out: up to {@link InvokeBody#WHOLE_LIMIT} bytes go
 * whole, more as a stream.
 * <p>
 * What can be written twice, or says that it is small, is written by the calling thread
 * into memory, and if that has no room once more by another thread into the stream. What
 * can be written only once goes to the other thread at once.
 */
abstract class OutgoingBody {

	/**
	 * Chooses the way out.
	 * @param body writes the body, or {@code null}
	 * @param written the body itself, or {@code null}
	 * @param length how long the body is as its headers say, or a negative number
	 * @param uploads where large bodies are written
	 * @return the body
	 * @throws IOException if writing into memory fails
	 */
	static OutgoingBody of(@Nullable Body body, @Nullable ByteArrayOutputStream written, long length, Executor uploads)
			throws IOException {
		if (body == null) {
			return (written != null) ? new InMemory(written.toByteArray()) : new InMemory(new byte[0]);
		}
		boolean small = length >= 0 && length <= InvokeBody.WHOLE_LIMIT;
		if (small || (length < 0 && body.repeatable())) {
			byte[] bytes = SmallBuffer.fill(body);
			if (bytes != null) {
				return new InMemory(bytes);
			}
			if (!body.repeatable()) {
				throw new IOException("body: longer than " + InvokeBody.WHOLE_LIMIT
						+ " bytes (expected: as its Content-Length says, " + length + ")");
			}
		}
		return new Written(new Upload(body, uploads), length < 0 && !body.repeatable());
	}

	/**
	 * Makes the call with this body.
	 * @param head the call
	 * @param invoker performs it
	 * @return the answer
	 */
	abstract Mono<InvokeResponse> send(CallHead head, Invoker invoker);

	/**
	 * Throws what made the body's writer fail, if that is why the call failed.
	 * @throws IOException the writer's failure
	 */
	void throwOwnFailure() throws IOException {
	}

	private static final class InMemory extends OutgoingBody {

		private final byte[] bytes;

		InMemory(byte[] bytes) {
			this.bytes = bytes;
		}

		@Override
		Mono<InvokeResponse> send(CallHead head, Invoker invoker) {
			if (this.bytes.length == 0) {
				return invoker.invoke(head.with(InvokeBody.EMPTY));
			}
			if (this.bytes.length <= InvokeBody.WHOLE_LIMIT) {
				return invoker.invoke(head.with(new InvokeBody.Whole(Unpooled.wrappedBuffer(this.bytes))));
			}
			head.headers().set(InvokeRequest.CONTENT_LENGTH, Integer.toString(this.bytes.length));
			return invoker.invoke(head.with(new InvokeBody.Streaming(pieces())));
		}

		private Flux<ByteBuf> pieces() {
			int count = (this.bytes.length - 1) / Upload.PIECE + 1;
			return Flux.range(0, count).map(this::piece);
		}

		private ByteBuf piece(int index) {
			int start = index * Upload.PIECE;
			return Unpooled.wrappedBuffer(this.bytes, start, Math.min(Upload.PIECE, this.bytes.length - start));
		}

	}

	private static final class Written extends OutgoingBody {

		private final Upload upload;

		private final boolean maybeSmall;

		Written(Upload upload, boolean maybeSmall) {
			this.upload = upload;
			this.maybeSmall = maybeSmall;
		}

		@Override
		Mono<InvokeResponse> send(CallHead head, Invoker invoker) {
			if (!this.maybeSmall) {
				return invoker.invoke(head.with(new InvokeBody.Streaming(this.upload.bytes())));
			}
			return BodyStart.of(this.upload.bytes(), InvokeBody.WHOLE_LIMIT + 1)
				.flatMap((read) -> invoker.invoke(head.with(read.body())));
		}

		@Override
		void throwOwnFailure() throws IOException {
			this.upload.throwOwnFailure();
		}

	}

}
