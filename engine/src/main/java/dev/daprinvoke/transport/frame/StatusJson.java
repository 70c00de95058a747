package dev.daprinvoke.transport.frame;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.Status;

import dev.daprinvoke.message.GrpcEnd;

/**
 * The error of a gRPC app as JSON, which HTTP clients get as a body (contract section
 * 1.7). Its classes are loaded by the first such error.
 */
public final class StatusJson {

	private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
		.omittingInsignificantWhitespace()
		.usingTypeRegistry(TypeRegistry.newBuilder().add(ErrorDetailsProto.getDescriptor().getMessageTypes()).build());

	private StatusJson() {
	}

	/**
	 * Writes an error.
	 * @param code the status code
	 * @param end the rest of the status
	 * @return the JSON in UTF-8
	 */
	public static byte[] write(int code, GrpcEnd end) {
		String json = print(Status.newBuilder().setCode(code).setMessage(end.message()).build());
		if (!end.details().isEmpty()) {
			json = json.substring(0, json.length() - 1) + ",\"details\":[" + details(end.details()) + "]}";
		}
		return json.getBytes(StandardCharsets.UTF_8);
	}

	private static String details(List<GrpcEnd.Detail> details) {
		return details.stream().map(StatusJson::detail).collect(Collectors.joining(","));
	}

	// What nobody here knows the type of is shown as its bytes.
	private static String detail(GrpcEnd.Detail detail) {
		try {
			return PRINTER.print(Any.newBuilder()
				.setTypeUrl(detail.typeUrl())
				.setValue(ByteString.copyFrom(detail.value()))
				.build());
		}
		catch (InvalidProtocolBufferException ex) {
			// {"message":"…"}, for its quotes.
			String type = print(Status.newBuilder().setMessage(detail.typeUrl()).build());
			return "{\"@type\":" + type.substring("{\"message\":".length(), type.length() - 1) + ",\"value\":\""
					+ Base64.getEncoder().encodeToString(detail.value()) + "\"}";
		}
	}

	private static String print(Status status) {
		try {
			return PRINTER.print(status);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException("a status without details", ex);
		}
	}

}
