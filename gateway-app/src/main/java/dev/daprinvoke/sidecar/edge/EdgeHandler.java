package dev.daprinvoke.sidecar.edge;

import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.invoke.ApiRequest;
import dev.daprinvoke.invoke.ApiTrace;
import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.invoke.HttpDate;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.sidecar.api.http.ApiRoute;
import dev.daprinvoke.sidecar.api.http.DaprEndpoints;
import dev.daprinvoke.sidecar.api.http.NettyAnswer;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.TargetParser;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Takes every request to the HTTP API, begins with its trace and, past what stands before
 * the routes, hands it on in this order: Dapr's own endpoints; requests that name a
 * target, by the direct lane or by way of the routes; all others to the routes.
 */
final class EdgeHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private final DaprEndpoints endpoints;

	private final HttpApi api;

	private final EdgeRoutes routes;

	private final EdgeMeters meters;

	private final EdgeStep way;

	/**
	 * Creates the handler.
	 * @param endpoints Dapr's own endpoints
	 * @param api performs calls
	 * @param routes what stands behind Dapr's own endpoints
	 * @param meters counts requests
	 * @param front what stands before the routes
	 */
	EdgeHandler(DaprEndpoints endpoints, HttpApi api, EdgeRoutes routes, EdgeMeters meters, ApiFront front) {
		this.endpoints = endpoints;
		this.api = api;
		this.routes = routes;
		this.meters = meters;
		this.way = front.before(this::route);
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		RequestTarget target = RequestTarget.parse(request.method().name(), request.uri());
		if (target == null) {
			return NettyAnswer.write(badRequest(), request, response);
		}
		if (request.uri().equals("*") && request.method().equals(HttpMethod.OPTIONS)) {
			return NettyAnswer.write(serverWide(), request, response);
		}
		ApiTrace trace = this.api.trace(target.raw().path(), request.requestHeaders()::get);
		ApiAnswer refusal = trace.refusal();
		if (refusal != null) {
			return NettyAnswer.write(refusal, request, response);
		}
		Reply reply = new Reply(trace);
		return this.meters.count(target.raw().path(), request, response, reply,
				this.way.handle(target, request, response, reply));
	}

	private Mono<Void> route(RequestTarget target, HttpServerRequest request, HttpServerResponse response,
			Reply reply) {
		Mono<ApiAnswer> own = this.endpoints.answer(request.method().name(), target.raw().path(), target.raw().query(),
				request);
		if (own != null) {
			return own.flatMap((answer) -> reply.write(answer, request, response));
		}
		boolean preflight = isPreflight(request);
		Addressed addressed = addressed(target, request);
		if (addressed != null && this.endpoints.serves(ApiRoute.INVOKE)) {
			return call(addressed, preflight, target, request, response, reply);
		}
		if (addressed != null || (preflight && !this.routes.answerPreflights()) || target.hasDetours()) {
			return reply.write(this.endpoints.unmatched(), request, response);
		}
		return this.routes.handle(target, request, response, reply);
	}

	private Mono<Void> call(Addressed addressed, boolean preflight, RequestTarget target, HttpServerRequest request,
			HttpServerResponse response, Reply reply) {
		return (preflight || !this.routes.takeCalls()) ? direct(addressed, target, request, response, reply)
				: this.routes.call(addressed, target, request, response, reply);
	}

	// WebFlux would answer a preflight itself, before any filter could pass it on, and
	// with an empty 200 where CORS is not configured: Dapr's answer is 404.
	private static boolean isPreflight(HttpServerRequest request) {
		HttpHeaders headers = request.requestHeaders();
		return request.method().name().equals("OPTIONS") && headers.contains("origin")
				&& headers.contains("access-control-request-method");
	}

	private static @Nullable Addressed addressed(RequestTarget target, HttpServerRequest request) {
		HttpHeaders headers = request.requestHeaders();
		return TargetParser.parse(target.path(), headers.get("dapr-app-id"), headers.get("authorization"));
	}

	private Mono<Void> direct(Addressed addressed, RequestTarget target, HttpServerRequest request,
			HttpServerResponse response, Reply reply) {
		ApiRequest read = new ApiRequest(addressed, request.method().name(),
				Utf8Escape.fromLatin1(target.raw().query()), request.requestHeaders(), request.receive().retain(),
				reply.trace().context());
		return this.api.answer(read).flatMap((answer) -> reply.write(answer, request, response));
	}

	// Go's server answers what is asked of it as a whole before anybody sees it.
	private static ApiAnswer serverWide() {
		InvokeHeaders headers = new InvokeHeaders(1);
		HttpDate.addIfMissing(headers);
		return new ApiAnswer(200, headers, InvokeBody.EMPTY, false);
	}

	private static ApiAnswer badRequest() {
		InvokeHeaders headers = new InvokeHeaders(2).add("Content-Type", "text/plain; charset=utf-8")
			.add("Connection", "close");
		byte[] text = "400 Bad Request".getBytes(StandardCharsets.US_ASCII);
		return new ApiAnswer(400, headers, new InvokeBody.Whole(Unpooled.wrappedBuffer(text)), false);
	}

}
