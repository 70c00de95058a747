package dev.daprinvoke.transport.sidecar;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;

/**
 * The body of a request on its way to the JDK's client, which may ask for it never, and
 * keeps buffers longer than their bytes may be lent to it.
 */
final class SentBody {

	private static final String GONE = "the body was sent before, or its caller has left";

	private final InvokeBody body;

	private final @Nullable String length;

	private final AtomicBoolean taken = new AtomicBoolean();

	private final Sinks.Empty<Void> end = Sinks.empty();

	private volatile boolean sent;

	private volatile boolean ended;

	private volatile @Nullable Throwable failure;

	SentBody(InvokeRequest request) {
		this.body = request.body();
		this.length = request.headers().first(InvokeRequest.CONTENT_LENGTH);
	}

	/**
	 * The body for the client.
	 * @return a publisher that can be subscribed again only if the body is in memory
	 */
	BodyPublisher publisher() {
		return new Watched(this.body.match((whole) -> whole(whole.content()), (replayable) -> streamed(),
				(streaming) -> streamed()));
	}

	/**
	 * Whether the client has had a connection for the request, and may have sent some of
	 * it.
	 */
	boolean isSent() {
		return this.sent;
	}

	/**
	 * Why the body itself failed, which is not the sidecar's fault.
	 * @return the error, or {@code null}
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/** Gives the body back if the client has not taken it. Called when all is over. */
	void giveBack() {
		if (this.taken.compareAndSet(false, true)) {
			this.body.discard();
		}
	}

	/**
	 * Ends a body that is on its way. Called when the call has failed or was given up.
	 */
	void end() {
		giveBack();
		this.ended = true;
		this.end.tryEmitEmpty();
	}

	private BodyPublisher whole(ByteBuf content) {
		byte[] bytes = ByteBufUtil.getBytes(content);
		giveBack();
		return (bytes.length > 0) ? BodyPublishers.ofByteArray(bytes) : BodyPublishers.noBody();
	}

	private BodyPublisher streamed() {
		Flow.Publisher<ByteBuffer> bytes = JdkFlowAdapter.publisherToFlowPublisher(Flux.defer(this::take));
		long declared = declared();
		if (declared == 0) {
			return BodyPublishers.noBody();
		}
		return (declared > 0) ? BodyPublishers.fromPublisher(bytes, declared) : BodyPublishers.fromPublisher(bytes);
	}

	private Flux<ByteBuffer> take() {
		if (!this.taken.compareAndSet(false, true)) {
			return Flux.error(new IOException(GONE));
		}
		// The client takes an empty buffer for the end of a body in chunks, and goes on
		// waiting for bytes of a call that has ended.
		return this.body.bytes()
			.doOnError((error) -> this.failure = error)
			.map(SentBody::copy)
			.filter(ByteBuffer::hasRemaining)
			.takeUntilOther(this.end.asMono())
			.concatWith(Mono.defer(() -> this.ended ? Mono.error(new IOException(GONE)) : Mono.empty()));
	}

	private static ByteBuffer copy(ByteBuf bytes) {
		try {
			return ByteBuffer.wrap(ByteBufUtil.getBytes(bytes));
		}
		finally {
			bytes.release();
		}
	}

	private long declared() {
		if (this.length == null) {
			return -1;
		}
		try {
			return Long.parseLong(this.length.trim());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("Content-Length: " + this.length + " (expected: a number)", ex);
		}
	}

	/** Tells when the client writes the head: it asks for the length then. */
	private final class Watched implements BodyPublisher {

		private final BodyPublisher body;

		Watched(BodyPublisher body) {
			this.body = body;
		}

		@Override
		public long contentLength() {
			SentBody.this.sent = true;
			return this.body.contentLength();
		}

		@Override
		public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
			this.body.subscribe(subscriber);
		}

	}

}
