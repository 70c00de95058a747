package dev.daprinvoke.transport.app;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

import dev.daprinvoke.error.AppCallException;

/**
 * Holds a body to the length its sender declared: a request of another length would leave
 * the app's connection in disorder.
 */
final class DeclaredLength {

	private final long declared;

	private long sent;

	private DeclaredLength(long declared) {
		this.declared = declared;
	}

	/**
	 * Watches a body.
	 * @param body the bytes
	 * @param declared how many there should be
	 * @return the same bytes, or an {@link AppCallException} as soon as they are too many
	 * or end too early
	 */
	static Flux<ByteBuf> of(Flux<ByteBuf> body, long declared) {
		return Flux.defer(() -> new DeclaredLength(declared).watch(body));
	}

	private Flux<ByteBuf> watch(Flux<ByteBuf> body) {
		return body.handle(this::count).concatWith(Flux.defer(this::atEnd));
	}

	private void count(ByteBuf part, SynchronousSink<ByteBuf> sink) {
		this.sent += part.readableBytes();
		if (this.sent > this.declared) {
			part.release();
			sink.error(mismatch());
		}
		else {
			sink.next(part);
		}
	}

	private Flux<ByteBuf> atEnd() {
		return (this.sent == this.declared) ? Flux.empty() : Flux.error(mismatch());
	}

	private AppCallException mismatch() {
		return new AppCallException("http: ContentLength=" + this.declared + " with Body length " + this.sent, null);
	}

}
