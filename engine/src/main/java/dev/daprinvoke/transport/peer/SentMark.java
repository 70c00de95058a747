package dev.daprinvoke.transport.peer;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/**
 * Knows whether the headers of one call were written to a connection: until then the peer
 * cannot have seen anything of it.
 */
final class SentMark extends ClientStreamTracer {

	private static final CallOptions.Key<SentMark> MARK = CallOptions.Key.create("sent-mark");

	private static final Factory FACTORY = new Factory() {

		@Override
		public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
			return info.getCallOptions().getOption(MARK);
		}

	};

	private volatile boolean sent;

	/**
	 * Prepares options for calls that are to be marked.
	 * @param options the options
	 * @return options to be completed by {@link #in} for each call
	 */
	static CallOptions prepare(CallOptions options) {
		return options.withStreamTracerFactory(FACTORY);
	}

	/**
	 * Completes the options of one call.
	 * @param prepared what {@link #prepare} gave
	 * @return the options
	 */
	CallOptions in(CallOptions prepared) {
		return prepared.withOption(MARK, this);
	}

	/** Says that the call is on its way. */
	void mark() {
		this.sent = true;
	}

	@Override
	public void outboundHeaders() {
		this.sent = true;
	}

	boolean isSent() {
		return this.sent;
	}

}
