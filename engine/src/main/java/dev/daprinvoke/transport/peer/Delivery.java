package dev.daprinvoke.transport.peer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.message.InvokeResponse;

/**
 * Hands a response over to a caller who may go away at the same moment: then the
 * response's body is given back, exactly once.
 */
final class Delivery {

	private final MonoSink<InvokeResponse> sink;

	private @Nullable InvokeResponse offered;

	private boolean abandoned;

	Delivery(MonoSink<InvokeResponse> sink) {
		this.sink = sink;
	}

	void success(InvokeResponse response) {
		boolean late;
		synchronized (this) {
			late = this.abandoned;
			this.offered = response;
		}
		if (late) {
			response.body().discard();
		}
		else {
			this.sink.success(response);
		}
	}

	void error(Throwable error) {
		this.sink.error(error);
	}

	/**
	 * Says that the caller went away. To be called from the sink's cancel hook, which a
	 * sink calls only if the caller did not get what was offered.
	 */
	void abandon() {
		InvokeResponse lost;
		synchronized (this) {
			if (this.abandoned) {
				return;
			}
			this.abandoned = true;
			lost = this.offered;
		}
		if (lost != null) {
			lost.body().discard();
		}
	}

}
