package dev.daprinvoke.transport.sidecar;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;

/**
 * Tells what a sidecar says itself from what an app says through it. Real Dapr marks its
 * own answers by nothing but their form (contract section 1.7): JSON with an
 * {@code errorCode} of Dapr.
 */
final class SidecarAnswer {

	private static final String INVALID_TOKEN = "invalid api token";

	private static final String CODE = "ERR_DIRECT_INVOKE";

	private static final String NO_TARGET = "failed getting app id either from the URL path or the header dapr-app-id";

	private static final String NOT_READY = "invoke API is not ready";

	private SidecarAnswer() {
	}

	/**
	 * Finds out whether an answer is the sidecar's own failure.
	 * @param target whom was called, as the request named it
	 * @param status the answer's status
	 * @param contentType the answer's content type, or {@code null}
	 * @param body the answer's body
	 * @return the failure, or {@code null} if the answer is the app's
	 */
	static @Nullable SidecarException failure(String target, int status, @Nullable String contentType, byte[] body) {
		if (status < 400 || contentType == null) {
			return null;
		}
		if (isJson(contentType)) {
			return ofJson(target, status, body);
		}
		String text = new String(body, StandardCharsets.UTF_8).strip();
		if (status == 401 && contentType.startsWith("text/plain") && text.equals(INVALID_TOKEN)) {
			return new SidecarException(FailureStage.POLICY, status, body, "the sidecar refuses the call: " + text
					+ " (expected: the API token with which the sidecar was started)", null);
		}
		if (isRefusal(status, text)) {
			return new SidecarException(FailureStage.CALLER_SIDECAR, status, body,
					"the sidecar refuses the call: " + text, null);
		}
		return null;
	}

	/**
	 * The sidecar's own failure of a call with HEAD, whose answer has no text.
	 * @param status the answer's status
	 * @param contentType the answer's content type, or {@code null}
	 * @return the failure, or {@code null} if sidecars do not answer so
	 */
	static @Nullable SidecarException ofHead(int status, @Nullable String contentType) {
		boolean json = isJson(contentType);
		boolean text = contentType != null && contentType.startsWith("text/plain");
		FailureStage stage = switch (status) {
			case 400, 431 -> text ? FailureStage.CALLER_SIDECAR : null;
			case 401 -> text ? FailureStage.POLICY : null;
			case 403 -> json ? FailureStage.POLICY : null;
			case 404 -> json ? FailureStage.CALLER_SIDECAR : null;
			// The app has not answered; who was not there only the text would tell.
			case 500 -> json ? FailureStage.CALLEE_SIDECAR : null;
			default -> null;
		};
		return (stage == null) ? null : new SidecarException(stage, status, new byte[0],
				"the sidecar answers " + status + ", to HEAD without a reason", null);
	}

	static boolean isJson(@Nullable String contentType) {
		return contentType != null && contentType.startsWith("application/json");
	}

	// Fixtures client-view/invalid-baggage and err-headers-too-large.
	private static boolean isRefusal(int status, String text) {
		return status == 400 && text.startsWith("invalid baggage header: ")
				|| status == 431 && text.equals("431 Request Header Fields Too Large");
	}

	private static @Nullable SidecarException ofJson(String target, int status, byte[] body) {
		String json = new String(body, StandardCharsets.UTF_8);
		String code = JsonText.member(json, "errorCode");
		String message = JsonText.member(json, "message");
		FailureStage stage = (CODE.equals(code) && message != null) ? stage(target, status, message) : null;
		return (stage != null && message != null) ? new SidecarException(stage, status, body, message, null) : null;
	}

	// An app may answer what a sidecar told it about another one.
	private static @Nullable FailureStage stage(String target, int status, String message) {
		if (status == 404 && message.equals(NO_TARGET) || status == 500 && message.equals(NOT_READY)) {
			return FailureStage.CALLER_SIDECAR;
		}
		String prefix = "failed to invoke, id: " + target + ", err: ";
		if (!message.startsWith(prefix)) {
			return null;
		}
		return switch (status) {
			case 403 -> FailureStage.POLICY;
			case 500 -> stage(message.substring(prefix.length()));
			default -> null;
		};
	}

	private static FailureStage stage(String error) {
		if (error.startsWith("rpc error: code = ")) {
			return ofStatus(error.substring("rpc error: code = ".length()));
		}
		if (error.startsWith("failed to invoke target ") || error.contains(": dial tcp ")) {
			return FailureStage.NOT_REACHABLE;
		}
		if (error.equals("context deadline exceeded")) {
			return FailureStage.TIMEOUT;
		}
		if (error.equals("circuit breaker is open") || error.equals("too many requests")) {
			return FailureStage.POLICY;
		}
		if (isOfCaller(error)) {
			return FailureStage.CALLER_SIDECAR;
		}
		if (isOfCallee(error)) {
			return FailureStage.CALLEE_SIDECAR;
		}
		// Resolvers have texts of their own, all others are known.
		return FailureStage.RESOLVER;
	}

	private static FailureStage ofStatus(String error) {
		String status = error.substring(0, Math.max(0, error.indexOf(' ')));
		return switch (status) {
			case "Unavailable", "Unauthenticated" -> FailureStage.NOT_REACHABLE;
			case "PermissionDenied" -> FailureStage.POLICY;
			case "DeadlineExceeded" -> FailureStage.TIMEOUT;
			case "InvalidArgument" ->
				error.contains("invalid method: ") ? FailureStage.CALLER_SIDECAR : FailureStage.CALLEE_SIDECAR;
			default -> FailureStage.CALLEE_SIDECAR;
		};
	}

	private static boolean isOfCaller(String error) {
		return error.equals("stream too large") || error.startsWith("invalid app id ")
				|| error.equals("app id is empty") || error.startsWith("too many bodies in flight")
				|| error.contains(" calls are in flight in this sidecar");
	}

	private static boolean isOfCallee(String error) {
		return error.equals("EOF") || error.startsWith("error invoking app channel")
				|| error.startsWith("cannot invoke local endpoint") || error.startsWith("response does not contain ")
				|| error.contains("does not support streaming-based") || error.contains("http://")
				|| error.contains("https://");
	}

}
