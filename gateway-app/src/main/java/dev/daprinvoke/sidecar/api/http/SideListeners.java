package dev.daprinvoke.sidecar.api.http;

import java.util.function.BiFunction;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.sidecar.flags.SidecarSettings.Listener;
import dev.daprinvoke.target.CleanPath;

/**
 * The small HTTP listeners beside the API: public health and metadata, metrics, and the
 * profile port.
 */
public final class SideListeners {

	private static final String NOT_FOUND = "404 page not found\n";

	private final LoopResources loops;

	/**
	 * Creates the listeners' maker.
	 * @param loops where connections live
	 */
	public SideListeners(LoopResources loops) {
		this.loops = loops;
	}

	/**
	 * Binds the public port (contract section 5.4).
	 * @param at where
	 * @param endpoints what is served
	 * @return the running listener, or a bind failure
	 */
	public Mono<? extends DisposableServer> publicApi(Listener at, DaprEndpoints endpoints) {
		return bind(at, (request, response) -> {
			String uri = request.uri();
			int question = uri.indexOf('?');
			String path = CleanPath.of((question < 0) ? uri : uri.substring(0, question));
			String query = (question < 0) ? "" : uri.substring(question + 1);
			Mono<ApiAnswer> answer = endpoints.publicAnswer(request.method().name(), path, query, request);
			return (answer != null) ? answer.flatMap((ready) -> NettyAnswer.write(ready, request, response))
					: NettyAnswer.write(notFound(), request, response);
		});
	}

	private static ApiAnswer notFound() {
		ApiAnswer answer = DaprEndpoints.text(404, NOT_FOUND);
		answer.headers().add("X-Content-Type-Options", "nosniff");
		return answer;
	}

	/**
	 * Binds the metrics port; every path answers the same page.
	 * @param at where
	 * @param meters what is served
	 * @param reader where the page is written, since some values are read from files
	 * @return the running listener, or a bind failure
	 */
	public Mono<? extends DisposableServer> metrics(Listener at, Meters meters, Scheduler reader) {
		return bind(at,
				(request, response) -> response.header("Content-Type", Meters.CONTENT_TYPE)
					.send(meters.scrape(response.alloc()).subscribeOn(reader, false))
					.then());
	}

	/**
	 * Binds the profile port: there is something that answers, but nothing of Go's
	 * profiler to show.
	 * @param at where
	 * @return the running listener, or a bind failure
	 */
	public Mono<? extends DisposableServer> profiling(Listener at) {
		return bind(at,
				(request, response) -> NettyAnswer.write(DaprEndpoints.text(404,
						"Go's profiles do not exist here: use jcmd or a JFR recording of this process instead\n"),
						request, response));
	}

	private Mono<? extends DisposableServer> bind(Listener at,
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		return HttpServer.create().host(at.address()).port(at.port()).runOn(this.loops).handle(handler).bind();
	}

}
