package dev.daprinvoke.transport.frame;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;

/**
 * Heads as they are written, read by generated code.
 */
final class Heads {

	private Heads() {
	}

	static byte[] bytes(RequestHead head) {
		BackwardWriter out = BackwardWriter.ofThread();
		new RequestHeadCodec().write(head, out);
		return out.take();
	}

	static byte[] bytes(ResponseHead head) {
		BackwardWriter out = BackwardWriter.ofThread();
		new ResponseHeadCodec().write(head, out);
		return out.take();
	}

	static InternalInvokeRequest generated(RequestHead head) {
		try {
			return InternalInvokeRequest.parseFrom(bytes(head));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new AssertionError(ex);
		}
	}

	static InternalInvokeResponse generated(ResponseHead head) {
		try {
			return InternalInvokeResponse.parseFrom(bytes(head));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new AssertionError(ex);
		}
	}

}
