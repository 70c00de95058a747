package dev.daprinvoke.sidecar.api.http;

import java.util.function.BiFunction;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.sidecar.flags.SidecarSettings.Listener;

/**
 * The small HTTP listeners beside the API: public health and metadata, metrics, and the
 * profile port.
 */
public final class SideListeners {

	private final LoopResources loops;

	private final ChannelPipelineConfigurer connections;

	/**
	 * Creates the listeners' maker.
	 * @param loops where connections live
	 * @param connections sets each connection up
	 */
	public SideListeners(LoopResources loops, ChannelPipelineConfigurer connections) {
		this.loops = loops;
		this.connections = connections;
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
			String path = (question < 0) ? uri : uri.substring(0, question);
			String query = (question < 0) ? "" : uri.substring(question + 1);
			return endpoints.publicAnswer(request.method().name(), path, query, request)
				.flatMap((answer) -> NettyAnswer.write(answer, request, response));
		});
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
					.chunkedTransfer(NettyAnswer.knowsChunks(response))
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
				(request,
						response) -> NettyAnswer.write(PlainAnswer.error(404,
								"Go's profiles do not exist here: use jcmd or a JFR recording of this process instead"),
								request, response));
	}

	private Mono<? extends DisposableServer> bind(Listener at,
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		return HttpServer.create()
			.bindAddress(at::socketAddress)
			.runOn(this.loops)
			.doOnChannelInit(this.connections)
			.childObserve(ConnectionTrouble.INSTANCE)
			.handle(handler)
			.bind();
	}

}
