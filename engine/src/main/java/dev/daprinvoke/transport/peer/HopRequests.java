package dev.daprinvoke.transport.peer;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.InvalidHopRequestException;
import dev.daprinvoke.error.InvalidMethodException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.transport.frame.HopMessages;

/**
 * Reads what another sidecar sent, and refuses what lacks the required (contract section
 * 2.3).
 */
final class HopRequests {

	private HopRequests() {
	}

	static boolean hasRequiredFields(InternalInvokeRequest head) {
		return head.getMetadataCount() > 0 && head.hasMessage();
	}

	static InvokeRequest read(InternalInvokeRequest head, AppTarget self, InvokeBody body) {
		if (!hasRequiredFields(head)) {
			throw InvalidHopRequestException.missingFields();
		}
		MethodPath method = method(head);
		if (head.getVer() != APIVersion.V1) {
			throw new AppCallException(
					StatusCode.UNIMPLEMENTED.rpcError("Unsupported spec version: " + head.getVerValue()), null);
		}
		return HopMessages.request(head, self, method, body);
	}

	private static MethodPath method(InternalInvokeRequest head) {
		try {
			return MethodPath.of(head.getMessage().getMethod());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMethodException(String.valueOf(ex.getMessage()));
		}
	}

}
