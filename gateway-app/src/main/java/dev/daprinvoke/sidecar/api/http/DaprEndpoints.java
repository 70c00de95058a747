package dev.daprinvoke.sidecar.api.http;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
import dev.daprinvoke.sidecar.flags.Truth;
import dev.daprinvoke.target.CleanPath;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Dapr's own HTTP endpoints: health, metadata and shutdown (contract sections 5.1 to
 * 5.3). Another verb on their paths is not theirs.
 */
public final class DaprEndpoints {

	private static final String METADATA = "/v1.0/metadata";

	private static final int LARGEST_VALUE = 64 * 1024;

	private final String appId;

	private final Readiness readiness;

	private final Metadata metadata;

	private final ShutdownRequest shutdown;

	/**
	 * Creates the endpoints.
	 * @param appId the own app's id
	 * @param readiness how far the start has come
	 * @param metadata what the sidecar tells of itself
	 * @param shutdown what a request to stop does
	 */
	public DaprEndpoints(String appId, Readiness readiness, Metadata metadata, ShutdownRequest shutdown) {
		this.appId = appId;
		this.readiness = readiness;
		this.metadata = metadata;
		this.shutdown = shutdown;
	}

	/**
	 * Answers a request if it is for one of these endpoints.
	 * @param method the HTTP method
	 * @param path the path as sent, still encoded: so Dapr matches it (contract section
	 * 1.2)
	 * @param query the raw query
	 * @param request the request, for headers and body
	 * @return the answer, or {@code null} if the request is for somebody else
	 */
	public @Nullable Mono<ApiAnswer> answer(String method, String path, String query, HttpServerRequest request) {
		if (!isVersioned(path)) {
			return null;
		}
		String cleaned = CleanPath.of(path);
		if (cleaned.equals("/v1.0/shutdown") && method.equals("POST")) {
			return Mono.fromSupplier(() -> shutDown(request));
		}
		return publicAnswer(method, cleaned, query, request);
	}

	/**
	 * Answers a request on the public port, where shutdown is not offered (contract
	 * section 5.4).
	 * @param method the HTTP method
	 * @param cleaned the cleaned path, still encoded
	 * @param query the raw query
	 * @param request the request, for its body
	 * @return the answer, or {@code null} if the request is for somebody else
	 */
	@Nullable Mono<ApiAnswer> publicAnswer(String method, String cleaned, String query, HttpServerRequest request) {
		if (method.equals("PUT") && cleaned.lastIndexOf('/') == METADATA.length() && cleaned.startsWith(METADATA)) {
			return setMetadata(cleaned.substring(METADATA.length() + 1), request);
		}
		if (!method.equals("GET")) {
			return null;
		}
		return switch (cleaned) {
			case "/v1.0/healthz" -> Mono.fromSupplier(() -> health(query));
			case "/v1.0/healthz/outbound" -> Mono.fromSupplier(this::outboundHealth);
			case METADATA -> Mono.fromSupplier(() -> json(this.metadata.json()));
			default -> null;
		};
	}

	// Spares the cleaning of paths that are calls, which almost all are.
	private static boolean isVersioned(String path) {
		return path.contains("v1.0") && !path.startsWith("/v1.0/invoke/");
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
				ByteBuf bytes = start.bytes();
				String value = new String(ByteBufUtil.getBytes(bytes), StandardCharsets.UTF_8);
				bytes.release();
				return this.metadata.set(decoded(key), value) ? noContent()
						: text(507, "there is no room for a further value: values stay until the sidecar stops\n");
			})
			.onErrorResume(BodyTooLargeException.class, (ex) -> Mono
				.just(text(413, "value: more than " + LARGEST_VALUE + " bytes (expected: at most that)\n")));
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

	private static ApiAnswer json(String text) {
		return answer(200, "application/json", text);
	}

	/**
	 * A plain text answer.
	 * @param status the status
	 * @param text the text
	 * @return the answer
	 */
	static ApiAnswer text(int status, String text) {
		return answer(status, "text/plain; charset=utf-8", text);
	}

	private static ApiAnswer answer(int status, String type, String text) {
		InvokeHeaders headers = new InvokeHeaders(2).add("Content-Type", type);
		HttpDate.addIfMissing(headers);
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return new ApiAnswer(status, headers, new InvokeBody.Whole(Unpooled.wrappedBuffer(bytes)), false);
	}

}
