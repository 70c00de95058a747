package dev.daprinvoke.message;

import java.util.List;

/**
 * How a gRPC app ended a call, besides the code.
 *
 * @param message the status message, possibly empty
 * @param details what the status says more, in its order
 * @param trailers the trailers, names in lower case, {@code -bin} values in Base64; owned
 * by the answer
 */
public record GrpcEnd(String message, List<Detail> details, InvokeHeaders trailers) {

	public GrpcEnd {
		details = List.copyOf(details);
	}

	/**
	 * One of the things that a status says more: a protobuf message.
	 *
	 * @param typeUrl the URL of its type
	 * @param value its bytes
	 */
	public record Detail(String typeUrl, byte[] value) {

	}

}
