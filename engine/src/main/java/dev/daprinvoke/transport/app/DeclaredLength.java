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
		return mismatch(this.declared, this.sent);
	}

	/**
	 * The failure of a body that has another length than declared.
	 * @param declared the length its sender declared
	 * @param sent the length it has
	 * @return the failure
	 */
	static AppCallException mismatch(long declared, long sent) {
		return new AppCallException("http: ContentLength=" + declared + " with Body length " + sent, null);
	}

}
