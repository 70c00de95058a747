package dev.daprinvoke.spring.client.reactive;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeBody;

/**
 * The body of an answer, which is either read or given back, whichever comes first.
 */
final class ResponseBody {

	private final InvokeBody body;

	private final AtomicBoolean taken = new AtomicBoolean();

	ResponseBody(InvokeBody body) {
		this.body = body;
	}

	/**
	 * The bytes.
	 * @return buffers which the subscriber releases, at its pace; to be subscribed once
	 */
	Flux<DataBuffer> buffers() {
		return Flux.defer(() -> this.taken.compareAndSet(false, true) ? this.body.bytes().map(Buffers::toDataBuffer)
				: Flux.error(new IllegalStateException("the response was given back: its exchange was cancelled")));
	}

	/** Gives the body back unless somebody reads it. */
	void discardUnread() {
		if (this.taken.compareAndSet(false, true)) {
			this.body.discard();
		}
	}

}
