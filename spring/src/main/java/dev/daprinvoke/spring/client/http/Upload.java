package dev.daprinvoke.spring.client.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.StreamingHttpOutputMessage.Body;
import reactor.core.publisher.Flux;

/**
 * A body written on another thread, at the pace of whoever reads it: at most
 * {@link #PIECE} bytes wait for a reader.
 */
final class Upload {

	/** How many bytes are passed on at a time. */
	static final int PIECE = 32 * 1024;

	// Bytes of the heap: nothing is lost if a piece never finds its reader.
	private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(
			new UnpooledByteBufAllocator(false));

	private final Body body;

	private final Executor executor;

	private volatile boolean cancelled;

	private volatile @Nullable Throwable failure;

	Upload(Body body, Executor executor) {
		this.body = body;
		this.executor = executor;
	}

	/**
	 * The bytes.
	 * @return pieces which the subscriber releases; to be subscribed once
	 */
	Flux<ByteBuf> bytes() {
		return Flux.from(DataBufferUtils.outputStreamPublisher(this::write, BUFFERS, this.executor, PIECE))
			.map(NettyDataBufferFactory::toByteBuf)
			.doOnCancel(() -> this.cancelled = true);
	}

	private void write(OutputStream out) {
		if (this.cancelled) {
			return;
		}
		try {
			this.body.writeTo(new Pieces(out));
		}
		catch (IOException ex) {
			throw failed(ex, new UncheckedIOException(ex));
		}
		catch (RuntimeException ex) {
			throw failed(ex, ex);
		}
		catch (Error ex) {
			throw failed(ex, new IllegalStateException("the body could not be written", ex));
		}
	}

	// After a cancellation writing fails because of it.
	private RuntimeException failed(Throwable reason, RuntimeException thrown) {
		if (!this.cancelled) {
			this.failure = reason;
		}
		return thrown;
	}

	/**
	 * Throws what made the writer fail, unless that was the reader's going away.
	 * @throws IOException the writer's failure
	 */
	void throwOwnFailure() throws IOException {
		Throwable own = this.failure;
		if (own instanceof IOException failed) {
			throw failed;
		}
		if (own instanceof RuntimeException failed) {
			throw failed;
		}
		if (own instanceof Error failed) {
			throw failed;
		}
	}

	/** Cuts what is written at once, and leaves closing to whoever opened. */
	private static final class Pieces extends FilterOutputStream {

		Pieces(OutputStream out) {
			super(out);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			for (int done = 0; done < length; done += PIECE) {
				this.out.write(bytes, offset + done, Math.min(PIECE, length - done));
			}
		}

		@Override
		public void close() {
		}

	}

}
