package dev.daprinvoke.transport.frame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.protocol.common.HTTPExtension;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.protocol.internals.ListStringValue;
import dev.daprinvoke.protocol.internals.Status;
import dev.daprinvoke.target.Utf8Escape;

/**
 * Translates between our messages and the generated ones of unary calls (contract
 * sections 2.2 and 2.3).
 */
public final class HopMessages {

	private HopMessages() {
	}

	/**
	 * Whether a call can be written: protobuf texts must be UTF-8, and what came over
	 * HTTP need not be.
	 * @param request the call
	 * @return whether all its texts are UTF-8
	 */
	public static boolean isWritable(InvokeRequest request) {
		return !Utf8Escape.isEscaped(request.method().value()) && !Utf8Escape.isEscaped(request.query())
				&& isWritable(request.headers());
	}

	/**
	 * Whether an answer can be written.
	 * @param response what the app answered
	 * @return whether all its texts are UTF-8
	 */
	public static boolean isWritable(InvokeResponse response) {
		String contentType = response.contentType();
		return (contentType == null || !Utf8Escape.isEscaped(contentType)) && isWritable(response.headers());
	}

	private static boolean isWritable(InvokeHeaders headers) {
		boolean[] escaped = new boolean[1];
		headers.forEach((name, value) -> escaped[0] |= Utf8Escape.isEscaped(name) || Utf8Escape.isEscaped(value));
		return !escaped[0];
	}

	/**
	 * Writes a request for a unary call.
	 * @param request the call
	 * @param body its bytes; they must not change until the call ends
	 * @return the head with the body in {@code message.data.value}
	 */
	public static InternalInvokeRequest unary(InvokeRequest request, ByteBuf body) {
		return head(request, UnsafeByteOperations.unsafeWrap(body.nioBuffer()));
	}

	private static InternalInvokeRequest head(InvokeRequest request, ByteString body) {
		var message = dev.daprinvoke.protocol.common.InvokeRequest.newBuilder().setMethod(request.method().value());
		message.setData(any(request.typeUrl(), body));
		String contentType = request.contentType();
		if (contentType != null) {
			message.setContentType(contentType);
		}
		Verb verb = request.verb();
		if (verb != null) {
			message.setHttpExtension(
					HTTPExtension.newBuilder().setVerbValue(verb.ordinal()).setQuerystring(request.query()));
		}
		return InternalInvokeRequest.newBuilder()
			.setVer(APIVersion.V1)
			.putAllMetadata(map(request.headers()))
			.setMessage(message)
			.build();
	}

	private static Any any(String typeUrl, ByteString value) {
		return Any.newBuilder().setTypeUrl(typeUrl).setValue(value).build();
	}

	/**
	 * Writes a response for a unary call.
	 * @param response what the app answered
	 * @param body its bytes; they must not change until the response is sent
	 * @return the head with the body in {@code message.data.value}
	 */
	public static InternalInvokeResponse unary(InvokeResponse response, ByteBuf body) {
		return head(response, UnsafeByteOperations.unsafeWrap(body.nioBuffer()));
	}

	private static InternalInvokeResponse head(InvokeResponse response, ByteString body) {
		var message = dev.daprinvoke.protocol.common.InvokeResponse.newBuilder();
		String contentType = response.contentType();
		if (contentType != null) {
			message.setContentType(contentType);
		}
		message.setData(any(response.typeUrl(), body));
		InternalInvokeResponse.Builder head = InternalInvokeResponse.newBuilder()
			.putAllHeaders(map(response.headers()))
			.setMessage(message);
		head.getStatusBuilder().setCode(response.status());
		GrpcEnd end = response.end();
		if (end != null) {
			head.getStatusBuilder().setMessage(end.message());
			end.details()
				.forEach((each) -> head.getStatusBuilder()
					.addDetails(any(each.typeUrl(), UnsafeByteOperations.unsafeWrap(each.value()))));
			head.putAllTrailers(map(end.trailers()));
		}
		return head.build();
	}

	/** Reads how a gRPC app ended a call, if one answered. */
	static @Nullable GrpcEnd end(InternalInvokeResponse message) {
		Status status = message.getStatus();
		if (!message.hasStatus() || status.getCode() >= 100) {
			return null;
		}
		List<GrpcEnd.Detail> details = status.getDetailsList()
			.stream()
			.map((each) -> new GrpcEnd.Detail(each.getTypeUrl(), each.getValue().toByteArray()))
			.toList();
		return new GrpcEnd(status.getMessage(), details, headers(message.getTrailersMap()));
	}

	/**
	 * Takes the body out of a unary message.
	 * @param data the message's data
	 * @return a body that needs no release
	 */
	public static InvokeBody.Whole body(Any data) {
		return new InvokeBody.Whole(Unpooled.wrappedBuffer(data.getValue().asReadOnlyByteBuffer()));
	}

	private static Map<String, ListStringValue> map(InvokeHeaders headers) {
		Map<String, ListStringValue> map = new LinkedHashMap<>(headers.size() * 2);
		headers.forEach((name, value) -> {
			ListStringValue before = map.get(name);
			ListStringValue.Builder values = (before != null) ? before.toBuilder() : ListStringValue.newBuilder();
			map.put(name, values.addValues(value).build());
		});
		return map;
	}

	/** Reads the headers of a message. */
	static InvokeHeaders headers(Map<String, ListStringValue> map) {
		InvokeHeaders headers = new InvokeHeaders(map.size() + 4);
		map.forEach((name, values) -> {
			for (int i = 0; i < values.getValuesCount(); i++) {
				headers.add(name, values.getValues(i));
			}
		});
		return headers;
	}

}
