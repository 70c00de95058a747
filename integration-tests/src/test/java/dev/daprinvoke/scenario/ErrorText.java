package dev.daprinvoke.scenario;

/**
 * The body of an error that the sidecar itself answers (contract, invocation.md 1.7).
 */
final class ErrorText {

	/** No target named: the answer to everything that is no route and no invocation. */
	static final String NO_TARGET = directInvoke(
			"failed getting app id either from the URL path or the header dapr-app-id");

	private ErrorText() {
	}

	static String directInvoke(String message) {
		return json("ERR_DIRECT_INVOKE", message);
	}

	static String failedToInvoke(String target, String error) {
		return directInvoke("failed to invoke, id: " + target + ", err: " + error);
	}

	static String json(String code, String message) {
		return "{\"errorCode\":\"" + code + "\",\"message\":\"" + message.replace("\\", "\\\\").replace("\"", "\\\"")
				+ "\"}";
	}

}
