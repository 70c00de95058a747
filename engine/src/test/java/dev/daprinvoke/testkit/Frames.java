package dev.daprinvoke.testkit;

import java.util.List;

import com.google.protobuf.ByteString;

import dev.daprinvoke.protocol.common.HTTPExtension;
import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.protocol.common.InvokeResponse;
import dev.daprinvoke.protocol.common.StreamPayload;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeRequestStream;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.protocol.internals.InternalInvokeResponseStream;
import dev.daprinvoke.protocol.internals.ListStringValue;
import dev.daprinvoke.protocol.internals.Status;

/**
 * Makes the messages of the hop with the generated classes, independently of the frames
 * of the transport (contract sections 2.2, 2.4 and 2.5).
 */
public final class Frames {

	private Frames() {
	}

	/**
	 * Makes the head of a request that has all a callee asks for.
	 * @param verb its verb
	 * @param method its method
	 * @return the head, to be changed further
	 */
	public static InternalInvokeRequest.Builder request(Verb verb, String method) {
		return InternalInvokeRequest.newBuilder()
			.setVer(APIVersion.V1)
			.putMetadata("User-Agent", values("test/1.0"))
			.setMessage(InvokeRequest.newBuilder()
				.setMethod(method)
				.setHttpExtension(HTTPExtension.newBuilder().setVerb(verb)));
	}

	/**
	 * Makes the head of a response.
	 * @param status its status code
	 * @return the head, plain text, to be changed further
	 */
	public static InternalInvokeResponse.Builder response(int status) {
		return InternalInvokeResponse.newBuilder()
			.setStatus(Status.newBuilder().setCode(status))
			.setMessage(InvokeResponse.newBuilder().setContentType("text/plain"));
	}

	/**
	 * Makes header values.
	 * @param values the values
	 * @return the list
	 */
	public static ListStringValue values(String... values) {
		return ListStringValue.newBuilder().addAllValues(List.of(values)).build();
	}

	/**
	 * Makes a payload.
	 * @param text its data
	 * @param seq its sequence number
	 * @return the payload
	 */
	public static StreamPayload payload(String text, long seq) {
		return StreamPayload.newBuilder().setData(ByteString.copyFromUtf8(text)).setSeq(seq).build();
	}

	/**
	 * Makes the first frame of a request.
	 * @param head its head
	 * @return the frame, without payload
	 */
	public static byte[] first(InternalInvokeRequest.Builder head) {
		return InternalInvokeRequestStream.newBuilder().setRequest(head).build().toByteArray();
	}

	/**
	 * Makes the first frame of a request.
	 * @param head its head
	 * @param text its payload
	 * @return the frame
	 */
	public static byte[] first(InternalInvokeRequest.Builder head, String text) {
		return InternalInvokeRequestStream.newBuilder()
			.setRequest(head)
			.setPayload(payload(text, 0))
			.build()
			.toByteArray();
	}

	/**
	 * Makes the first frame of a response.
	 * @param head its head
	 * @return the frame, without payload
	 */
	public static byte[] first(InternalInvokeResponse.Builder head) {
		return InternalInvokeResponseStream.newBuilder().setResponse(head).build().toByteArray();
	}

	/**
	 * Makes the first frame of a response.
	 * @param head its head
	 * @param text its payload
	 * @return the frame
	 */
	public static byte[] first(InternalInvokeResponse.Builder head, String text) {
		return InternalInvokeResponseStream.newBuilder()
			.setResponse(head)
			.setPayload(payload(text, 0))
			.build()
			.toByteArray();
	}

	/**
	 * Makes a later frame, the same in both directions.
	 * @param text its payload
	 * @param seq its sequence number
	 * @return the frame
	 */
	public static byte[] later(String text, long seq) {
		return InternalInvokeRequestStream.newBuilder().setPayload(payload(text, seq)).build().toByteArray();
	}

	/**
	 * Makes a later frame as real Dapr sends it for server-sent events.
	 * @param text its payload
	 * @param seq its sequence number
	 * @return the frame, with a response that is there and has nothing in it
	 */
	public static byte[] withEmptyResponse(String text, long seq) {
		return InternalInvokeResponseStream.newBuilder()
			.setResponse(InternalInvokeResponse.getDefaultInstance())
			.setPayload(payload(text, seq))
			.build()
			.toByteArray();
	}

}
