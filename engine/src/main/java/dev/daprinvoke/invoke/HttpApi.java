package dev.daprinvoke.invoke;

import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.EventStream;
import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.HeaderValue;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.transport.frame.StatusJson;

/**
 * The HTTP form of invocation: reads a request, performs the call, and makes the answer
 * of it that a client of Dapr expects (contract sections 1.3 to 1.7). Shared by all HTTP
 * edges, so that they cannot differ.
 */
public final class HttpApi {

	/** How many bytes of an app's error are collected to be sent with their length. */
	private static final int ERROR_LIMIT = 1 << 20;

	private final OutboundInvoker outbound;

	private final BodyLimit limit;

	private final ApiTracing tracing;

	/**
	 * Creates the API.
	 * @param outbound performs the calls
	 * @param limit how large a client's body may be
	 * @param tracing decides about traces, or {@code null} if tracing is off
	 */
	public HttpApi(OutboundInvoker outbound, BodyLimit limit, @Nullable Tracing tracing) {
		this.outbound = outbound;
		this.limit = limit;
		this.tracing = new ApiTracing(tracing);
	}

	/**
	 * Begins with a request, whatever it may turn out to be: before it is looked at any
	 * further (contract section 1.1).
	 * @param path its path as sent
	 * @param header finds the first value of a header, one char for each byte, by the
	 * header's name in lower case
	 * @return its trace, or why it is refused
	 */
	public ApiTrace trace(String path, Function<String, @Nullable String> header) {
		return this.tracing.begin(path, header);
	}

	/**
	 * Answers a request that names a target.
	 * @param request the request; its body is consumed
	 * @return the answer, failures included; a body that breaks off does so for whoever
	 * reads it
	 */
	public Mono<ApiAnswer> answer(ApiRequest request) {
		return Mono.defer(() -> perform(request.read(this.limit)))
			.onErrorResume((error) -> Mono.just(failure(ErrorBody.of(request.addressed().target(), error))));
	}

	private Mono<ApiAnswer> perform(ApiCall call) {
		return this.outbound.invoke(call).flatMap((response) -> render(call, inHttp(response)));
	}

	/** The error of a gRPC app has no body of its own: it gets one. */
	private static InvokeResponse inHttp(InvokeResponse response) {
		GrpcEnd end = response.end();
		if (end == null || response.status() == StatusCode.OK.ordinal()) {
			return response;
		}
		response.body().discard();
		return response
			.withBody(new InvokeBody.Whole(Unpooled.wrappedBuffer(StatusJson.write(response.status(), end))));
	}

	private static boolean isOfUnknownLength(ApiCall call) {
		return call.body().match((whole) -> false, (streaming) -> !call.headers().contains("Content-Length"));
	}

	/**
	 * Makes an answer of an error body.
	 * @param error the error
	 * @return the answer
	 */
	public static ApiAnswer failure(ErrorBody error) {
		InvokeHeaders headers = new InvokeHeaders(2).add("Content-Type", "application/json");
		HttpDate.addIfMissing(headers);
		return new ApiAnswer(error.status(), headers, new InvokeBody.Whole(Unpooled.wrappedBuffer(error.json())),
				false);
	}

	private Mono<ApiAnswer> render(ApiCall call, InvokeResponse response) {
		if (!response.isError() && EventStream.isAskedFor(call.headers())) {
			return events(call, response);
		}
		return render(call.verb(), isOfUnknownLength(call), response);
	}

	/**
	 * Server-sent events: from another sidecar they get headers of their own, from
	 * elsewhere only a status (contract section 1.9).
	 */
	private Mono<ApiAnswer> events(ApiCall call, InvokeResponse response) {
		if (this.outbound.isElsewhere(call.addressed().target())) {
			ApiAnswer answer = answer(response, EventStream.TYPE, response.body(), true);
			answer.headers().set("Cache-Control", "no-cache").set("Connection", "keep-alive");
			return Mono.just(answer);
		}
		boolean success = response.httpStatus() < 300;
		return render(call.verb(), isOfUnknownLength(call), success
				? new InvokeResponse(200, response.contentType(), response.headers(), response.body()) : response);
	}

	private static Mono<ApiAnswer> render(@Nullable Verb verb, boolean unknownLength, InvokeResponse response) {
		if (response.isError() && !response.isOfGrpcApp() && !unknownLength && verb != Verb.HEAD) {
			return collect(response, ERROR_LIMIT).map((start) -> answer(response, start, start.complete()));
		}
		if (hasContentType(response) || verb == Verb.HEAD) {
			return Mono.just(answer(response, null, response.body(), true));
		}
		return collect(response, 1).map((start) -> answer(response, start, false));
	}

	private static boolean hasContentType(InvokeResponse response) {
		return response.contentType() != null || !response.typeUrl().isEmpty()
				|| (!response.isOfGrpcApp() && response.headers().contains("Content-Type"));
	}

	private static Mono<BodyStart.Read> collect(InvokeResponse response, int enough) {
		return BodyStart.ofBroken(response.body().bytes(), enough);
	}

	private static ApiAnswer answer(InvokeResponse response, BodyStart.Read start, boolean buffered) {
		ByteBuf bytes = start.bytes();
		byte[] first = ByteBufUtil.getBytes(bytes, bytes.readerIndex(), Math.min(512, bytes.readableBytes()));
		boolean error = buffered || (response.isError() && response.isOfGrpcApp());
		String type = ApiHeaders.contentType(response, first, error);
		return answer(response, type, start.body(), !buffered);
	}

	private static ApiAnswer answer(InvokeResponse response, @Nullable String type, InvokeBody body, boolean chunked) {
		InvokeHeaders headers = new InvokeHeaders(response.headers().size() + 2);
		String contentType = (type != null) ? type : ApiHeaders.contentType(response, new byte[0], false);
		if (contentType != null) {
			headers.add("Content-Type", HeaderValue.toHttp(contentType));
		}
		ApiHeaders.write(response, headers::add);
		HttpDate.addIfMissing(headers);
		return new ApiAnswer(response.httpStatus(), headers, body, chunked);
	}

}
