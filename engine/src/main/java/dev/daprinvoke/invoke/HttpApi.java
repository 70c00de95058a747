package dev.daprinvoke.invoke;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.Utf8Escape;

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

	/**
	 * Creates the API.
	 * @param outbound performs the calls
	 * @param limit how large a client's body may be
	 */
	public HttpApi(OutboundInvoker outbound, BodyLimit limit) {
		this.outbound = outbound;
		this.limit = limit;
	}

	/**
	 * Answers a request that names a target.
	 * @param request the request; its body is consumed
	 * @return the answer, failures included; it errors only if a body breaks off that was
	 * to be collected
	 */
	public Mono<ApiAnswer> answer(ApiRequest request) {
		return request.read(this.limit)
			.flatMap((call) -> this.outbound.invoke(call)
				.flatMap((response) -> render(call.verb(), isOfUnknownLength(call), response)))
			.onErrorResume((error) -> Mono.just(failure(ErrorBody.of(request.addressed().target(), error))));
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

	private static Mono<ApiAnswer> render(Verb verb, boolean unknownLength, InvokeResponse response) {
		if (response.isError() && !unknownLength && verb != Verb.HEAD) {
			return collect(response, ERROR_LIMIT).map((start) -> answer(response, start, start.complete()));
		}
		if (hasContentType(response) || verb == Verb.HEAD) {
			return Mono.just(answer(response, null, response.body(), true));
		}
		return collect(response, 1).map((start) -> answer(response, start, false));
	}

	private static boolean hasContentType(InvokeResponse response) {
		return response.contentType() != null || response.headers().contains("Content-Type");
	}

	private static Mono<BodyStart.Read> collect(InvokeResponse response, int enough) {
		return BodyStart.of(response.body().bytes(), enough);
	}

	private static ApiAnswer answer(InvokeResponse response, BodyStart.Read start, boolean buffered) {
		ByteBuf bytes = start.bytes();
		byte[] first = ByteBufUtil.getBytes(bytes, bytes.readerIndex(), Math.min(512, bytes.readableBytes()));
		String type = ApiHeaders.contentType(response, first, buffered);
		return answer(response, type, start.body(), !buffered);
	}

	private static ApiAnswer answer(InvokeResponse response, @Nullable String type, InvokeBody body, boolean chunked) {
		InvokeHeaders headers = new InvokeHeaders(response.headers().size() + 2);
		String contentType = (type != null) ? type : ApiHeaders.contentType(response, new byte[0], false);
		if (contentType != null) {
			headers.add("Content-Type", Utf8Escape.toLatin1(contentType));
		}
		ApiHeaders.write(response, headers::add);
		HttpDate.addIfMissing(headers);
		return new ApiAnswer(response.httpStatus(), headers, body, chunked);
	}

}
