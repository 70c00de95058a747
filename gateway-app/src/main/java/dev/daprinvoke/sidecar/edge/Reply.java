package dev.daprinvoke.sidecar.edge;

import java.util.function.IntConsumer;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.invoke.ApiTrace;
import dev.daprinvoke.sidecar.api.http.NettyAnswer;

/**
 * The answer to one request, whichever step gives it: it tells the request's trace, and
 * it knows how many bytes of its body have been given to the connection. Used on that
 * connection's event loop only.
 */
final class Reply implements IntConsumer {

	private final ApiTrace trace;

	private long bytes;

	Reply(ApiTrace trace) {
		this.trace = trace;
	}

	/** The trace of the request. */
	ApiTrace trace() {
		return this.trace;
	}

	/**
	 * Gives the answer.
	 * @param answer the answer; its body is consumed
	 * @param request the request it answers
	 * @param response where to write it
	 * @return completes when all is written
	 */
	Mono<Void> write(ApiAnswer answer, HttpServerRequest request, HttpServerResponse response) {
		return NettyAnswer.write(this.trace.echo(answer), request, response, this);
	}

	@Override
	public void accept(int more) {
		this.bytes += more;
	}

	long bytes() {
		return this.bytes;
	}

}
