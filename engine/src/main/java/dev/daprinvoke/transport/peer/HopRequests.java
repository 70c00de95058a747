package dev.daprinvoke.transport.peer;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.InvalidHopRequestException;
import dev.daprinvoke.error.InvalidMethodException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.transport.frame.RequestHead;

/**
 * Reads what another sidecar sent, and refuses what lacks the required (contract section
 * 2.3).
 */
final class HopRequests {

	private HopRequests() {
	}

	static InvokeRequest read(RequestHead head, AppTarget self, InvokeBody body) {
		if (!head.isComplete()) {
			throw InvalidHopRequestException.missingFields();
		}
		MethodPath method = method(head);
		if (head.version() != APIVersion.V1_VALUE) {
			throw new AppCallException(StatusCode.UNIMPLEMENTED.rpcError("Unsupported spec version: " + head.version()),
					null);
		}
		return head.request(self, method, body);
	}

	private static MethodPath method(RequestHead head) {
		try {
			return MethodPath.of(head.method());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException(String.valueOf(ex.getMessage()));
		}
	}

}
