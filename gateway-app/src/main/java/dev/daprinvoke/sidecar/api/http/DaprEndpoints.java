package dev.daprinvoke.sidecar.api.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.error.ErrorCode;
import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.invoke.BodyLimit;
import dev.daprinvoke.invoke.ErrorBody;
import dev.daprinvoke.invoke.HttpApi;
import dev.daprinvoke.invoke.HttpDate;
import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.policy.access.ApiAccess;
import dev.daprinvoke.process.flags.Truth;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Dapr's own HTTP endpoints: health, metadata and shutdown (contract sections 5.1 to
 * 5.3), as far as the Configuration's rules leave them (contract section 5.5).
 */
public final class DaprEndpoints {

	private static final int LARGEST_VALUE = 64 * 1024;

	private final String appId;

	private final Readiness readiness;

	private final Metadata metadata;

	private final ShutdownRequest shutdown;

	private final Set<ApiRoute> served = EnumSet.noneOf(ApiRoute.class);

	/**
	 * Creates the endpoints.
	 * @param appId the own app's id
	 * @param access which routes exist
	 * @param readiness how far the start has come
	 * @param metadata what the sidecar tells of itself
	 * @param shutdown what a request to stop does
	 */
	public DaprEndpoints(String appId, ApiAccess access, Readiness readiness, Metadata metadata,
			ShutdownRequest shutdown) {
		this.appId = appId;
		this.readiness = readiness;
		this.metadata = metadata;
		this.shutdown = shutdown;
		Stream.of(ApiRoute.values()).filter((route) -> route.isServed(access)).forEach(this.served::add);
	}

	/**
	 * Answers a request if it is for one of these endpoints.
	 * @param method the HTTP method
	 * @param path the path as sent, still encoded
	 * @param query the raw query
	 * @param request the request, for headers and body
	 * @return the answer, or {@code null} if the request is for somebody else
	 */
	public @Nullable Mono<ApiAnswer> answer(String method, String path, String query, HttpServerRequest request) {
		ApiRoute route = ApiRoute.own(method, path);
		return (route != null && serves(route)) ? answer(route, path, query, request) : null;
	}

	/**
	 * Answers a request on the public port, where shutdown is not offered (contract
	 * section 5.4).
	 * @param method the HTTP method
	 * @param path the path as sent, still encoded
	 * @param query the raw query
	 * @param request the request, for its body
	 * @return the answer
	 */
	Mono<ApiAnswer> publicAnswer(String method, String path, String query, HttpServerRequest request) {
		ApiRoute route = ApiRoute.own(method, path);
		return (route != null && route.isPublic() && serves(route)) ? answer(route, path, query, request)
				: Mono.fromSupplier(PlainAnswer::notFound);
	}

	/**
	 * Whether a route exists here: the Configuration may take it away.
	 * @param route the route
	 * @return whether it does
	 */
	public boolean serves(ApiRoute route) {
		return this.served.contains(route);
	}

	/**
	 * The answer to what is for nobody (contract sections 1.2 and 5.5).
	 * @return Dapr's error, or Go's text where no apps may be called
	 */
	public ApiAnswer unmatched() {
		return serves(ApiRoute.INVOKE) ? HttpApi.failure(ErrorBody.NO_TARGET) : PlainAnswer.notFound();
	}

	private Mono<ApiAnswer> answer(ApiRoute route, String path, String query, HttpServerRequest request) {
		return switch (route) {
			case HEALTHZ -> Mono.fromSupplier(() -> health(query));
			case OUTBOUND_HEALTHZ -> Mono.fromSupplier(this::outboundHealth);
			case GET_METADATA -> Mono.fromSupplier(
					() -> PlainAnswer.of(200, "application/json", this.metadata.json(this.readiness.isReady())));
			case SET_METADATA -> setMetadata(ApiRoute.metadataKey(path), request);
			case SHUTDOWN -> Mono.fromSupplier(() -> shutDown(request));
			case INVOKE -> throw new IllegalArgumentException("route: INVOKE (expected: one of Dapr's own)");
		};
	}

	private ApiAnswer health(String query) {
		String asked = queryValue(query, "appid");
		if (asked != null && !asked.isEmpty() && !asked.equals(this.appId)) {
			return HttpApi
				.failure(new ErrorBody(500, ErrorCode.ERR_HEALTH_APPID_NOT_MATCH, "dapr app-id does not match"));
		}
		return this.readiness.isReady() ? noContent() : HttpApi.failure(
				new ErrorBody(500, ErrorCode.ERR_HEALTH_NOT_READY, "dapr is not ready: " + this.readiness.missing()));
	}

	private ApiAnswer outboundHealth() {
		return this.readiness.isOutboundReady() ? noContent() : HttpApi
			.failure(new ErrorBody(500, ErrorCode.ERR_OUTBOUND_HEALTH_NOT_READY, "dapr outbound is not ready"));
	}

	private Mono<ApiAnswer> setMetadata(String key, HttpServerRequest request) {
		return BodyStart.of(new BodyLimit(LARGEST_VALUE).watch(request.receive().retain()), LARGEST_VALUE + 1)
			.map((start) -> {
				// An empty body has already been given back.
				boolean empty = !start.bytes().isReadable();
				String value = empty ? "" : new String(ByteBufUtil.getBytes(start.bytes()), StandardCharsets.UTF_8);
				start.body().discard();
				return this.metadata.set(decoded(key), value) ? noContent() : PlainAnswer.error(507,
						"there is no room for a further value: values stay until the sidecar stops");
			})
			.onErrorResume(BodyTooLargeException.class,
					(ex) -> Mono.just(PlainAnswer.error(413,
							"value: more than " + LARGEST_VALUE + " bytes (expected: at most that)")))
			.onErrorResume(IOException.class,
					(ex) -> Mono.just(PlainAnswer.error(400, "value: it cannot be read: " + ex.getMessage())));
	}

	private ApiAnswer shutDown(HttpServerRequest request) {
		this.shutdown.asked(Truth.in(request.requestHeaders().get("dapr-force-shutdown")));
		return noContent();
	}

	private static @Nullable String queryValue(String query, String name) {
		for (String part : query.split("&")) {
			if (part.startsWith(name + "=")) {
				return decoded(part.substring(name.length() + 1));
			}
		}
		return null;
	}

	private static String decoded(String raw) {
		return PercentDecoder.queryOrRaw(Utf8Escape.fromLatin1(raw));
	}

	private static ApiAnswer noContent() {
		InvokeHeaders headers = new InvokeHeaders(1);
		HttpDate.addIfMissing(headers);
		return new ApiAnswer(204, headers, InvokeBody.EMPTY, false);
	}

}
