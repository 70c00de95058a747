package dev.daprinvoke.sidecar.api.grpc;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.invoke.ApiCall;
import dev.daprinvoke.invoke.OutboundInvoker;
import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.observe.Baggage;
import dev.daprinvoke.observe.Tracing;
import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.protocol.runtime.InvokeServiceRequest;
import dev.daprinvoke.sidecar.api.grpc.UnaryMethod.UnaryAnswer;
import dev.daprinvoke.sidecar.api.grpc.UnaryMethod.UnaryContext;
import dev.daprinvoke.sidecar.api.http.ReasonPhrase;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.transport.app.AppMetadata;
import dev.daprinvoke.transport.grpc.MessageLimit;

/**
 * The gRPC form of invocation by {@code InvokeService}: reads a request, performs the
 * call, and makes the answer of it that a client of Dapr expects (contract section 3.2).
 */
public final class InvokeService
		implements UnaryMethod.Behaviour<InvokeServiceRequest, dev.daprinvoke.protocol.common.InvokeResponse> {

	/** So many bytes of an app's error stand in the status. */
	private static final int LONGEST_ERROR = 63;

	private static final Metadata.Key<String> HTTP_STATUS = Metadata.Key.of("dapr-http-status",
			Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> BAGGAGE = Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<String> TRACEPARENT = Metadata.Key.of("traceparent",
			Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<byte[]> TRACE = Metadata.Key.of("grpc-trace-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

	private final OutboundInvoker outbound;

	private final int maxMessageSize;

	private final @Nullable Tracing tracing;

	/**
	 * Creates the method.
	 * @param outbound performs the calls
	 * @param maxMessageSize the largest message, in bytes
	 * @param tracing decides about traces, or {@code null} if tracing is off
	 */
	public InvokeService(OutboundInvoker outbound, int maxMessageSize, @Nullable Tracing tracing) {
		this.outbound = outbound;
		this.maxMessageSize = maxMessageSize;
		this.tracing = tracing;
	}

	@Override
	public Mono<UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse>> answer(InvokeServiceRequest request,
			UnaryContext context) {
		String baggage = (this.tracing != null) ? context.metadata().get(BAGGAGE) : null;
		String problem = (baggage != null && !baggage.isEmpty()) ? Baggage.problem(baggage) : null;
		if (problem != null) {
			return Mono
				.error(Status.INVALID_ARGUMENT.withDescription("invalid baggage header: " + problem).asException());
		}
		InvokeHeaders headers = headers(context);
		TraceContext trace = (this.tracing != null) ? this.tracing.next(TraceContext.in(headers)) : null;
		return this.outbound.invoke(call(request, headers, trace))
			.flatMap(this::collect)
			.map((answer) -> tell(answer, trace, baggage))
			.onErrorMap((error) -> {
				Throwable reason = Exceptions.unwrap(error);
				return (reason instanceof StatusException) ? reason : failure(request.getId(), reason);
			});
	}

	private static StatusException failure(String id, Throwable error) {
		if (error instanceof InvokeException late && late.code() == StatusCode.DEADLINE_EXCEEDED) {
			return Status.DEADLINE_EXCEEDED.withDescription("context deadline exceeded").asException();
		}
		return Status.INTERNAL.withDescription("failed to invoke, id: " + id + ", err: " + error.getMessage())
			.asException();
	}

	private static InvokeHeaders headers(UnaryContext context) {
		InvokeHeaders headers = AppMetadata.headers(context.metadata());
		headers.remove("grpc-timeout");
		if (context.authority() != null) {
			headers.add(":authority", context.authority());
		}
		if (headers.firstExactly("content-type") == null) {
			headers.add("content-type", "application/grpc");
		}
		return headers;
	}

	private static ApiCall call(InvokeServiceRequest request, InvokeHeaders headers, @Nullable TraceContext trace) {
		InvokeRequest message = request.getMessage();
		Verb verb = message.hasHttpExtension() ? Verb.ofNumber(message.getHttpExtension().getVerbValue()) : null;
		ByteString data = message.getData().getValue();
		InvokeBody body = data.isEmpty() ? InvokeBody.EMPTY
				: new InvokeBody.Whole(Unpooled.wrappedBuffer(data.asReadOnlyByteBuffer()));
		return new ApiCall(new Addressed(request.getId(), message.getMethod(), Addressed.Form.GRPC), verb,
				message.getHttpExtension().getQuerystring(),
				message.getContentType().isEmpty() ? null : message.getContentType(), message.getData().getTypeUrl(),
				headers, body, trace);
	}

	private Mono<UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse>> collect(InvokeResponse response) {
		int enough = (int) Math.min(Integer.MAX_VALUE, this.maxMessageSize + 1L);
		return BodyStart.of(response.body().bytes(), enough).map((start) -> {
			// An empty body has already been given back.
			ByteBuf bytes = start.bytes();
			ByteString content = bytes.isReadable() ? ByteString.copyFrom(bytes.nioBuffer()) : ByteString.EMPTY;
			start.body().discard();
			checkSize(content.size());
			UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse> answer = response.isOfGrpcApp()
					? ofGrpcApp(response, content) : ofHttpApp(response, content);
			checkSize((answer.message() != null) ? answer.message().getSerializedSize() : 0);
			return answer;
		});
	}

	private void checkSize(int size) {
		if (size > this.maxMessageSize) {
			throw Exceptions.propagate(Status.RESOURCE_EXHAUSTED
				.withDescription("grpc: " + new MessageLimit(this.maxMessageSize).sent(size))
				.asException());
		}
	}

	private static UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse> ofGrpcApp(InvokeResponse response,
			ByteString content) {
		GrpcEnd end = response.end();
		Metadata trailers = (end != null) ? AppMetadata.of(end.trailers()) : new Metadata();
		Metadata headers = AppMetadata.of(response.headers());
		if (response.status() == StatusCode.OK.ordinal() || end == null) {
			return new UnaryAnswer<>(headers, message(response, content), Status.OK, trailers);
		}
		if (!end.details().isEmpty()) {
			com.google.rpc.Status.Builder details = com.google.rpc.Status.newBuilder()
				.setCode(response.status())
				.setMessage(end.message());
			end.details()
				.forEach((each) -> details.addDetails(
						Any.newBuilder().setTypeUrl(each.typeUrl()).setValue(ByteString.copyFrom(each.value()))));
			trailers.discardAll(ApiStatus.DETAILS);
			trailers.put(ApiStatus.DETAILS, details.build().toByteArray());
		}
		return new UnaryAnswer<>(headers, null, Status.fromCodeValue(response.status()).withDescription(end.message()),
				trailers);
	}

	private static UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse> ofHttpApp(InvokeResponse response,
			ByteString content) {
		int http = response.status();
		Metadata headers = AppMetadata.of(response.headers());
		headers.put(HTTP_STATUS, Integer.toString(http));
		if (http >= 200 && http < 300) {
			return new UnaryAnswer<>(headers, message(response, content), Status.OK, new Metadata());
		}
		ByteString start = content.substring(0, Math.min(LONGEST_ERROR, content.size()));
		ApiStatus status = ApiStatus.of(StatusCode.ofHttpStatus(http), ReasonPhrase.of(http).reasonPhrase(), http,
				start.toString(StandardCharsets.UTF_8));
		return new UnaryAnswer<>(headers, null, status.status(), status.trailers());
	}

	private static dev.daprinvoke.protocol.common.InvokeResponse message(InvokeResponse response, ByteString content) {
		dev.daprinvoke.protocol.common.InvokeResponse.Builder message = dev.daprinvoke.protocol.common.InvokeResponse
			.newBuilder()
			.setData(Any.newBuilder().setTypeUrl(response.typeUrl()).setValue(content));
		String contentType = response.contentType();
		if (contentType != null) {
			message.setContentType(contentType);
		}
		return message.build();
	}

	private static UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse> tell(
			UnaryAnswer<dev.daprinvoke.protocol.common.InvokeResponse> answer, @Nullable TraceContext trace,
			@Nullable String baggage) {
		if (trace != null) {
			answer.headers().discardAll(TRACE);
			answer.headers().put(TRACE, trace.binary());
			if (!answer.headers().containsKey(TRACEPARENT)) {
				answer.headers().put(TRACEPARENT, trace.traceparent());
			}
		}
		if (baggage != null && !baggage.isEmpty() && !answer.headers().containsKey(BAGGAGE)) {
			answer.headers().put(BAGGAGE, baggage);
		}
		return answer;
	}

}
