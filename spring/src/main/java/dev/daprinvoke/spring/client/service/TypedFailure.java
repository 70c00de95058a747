package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.spring.client.AppNotFoundException;
import dev.daprinvoke.spring.client.CalleeSidecarException;
import dev.daprinvoke.spring.client.CallerSidecarException;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.InvocationBrokenOffException;
import dev.daprinvoke.spring.client.InvocationDeniedException;
import dev.daprinvoke.spring.client.InvocationTimeoutException;
import dev.daprinvoke.spring.client.NotReachableException;
import dev.daprinvoke.spring.client.http.FailureTranslator;

/**
 * Makes of calls that failed before the app's answer was complete the exception that says
 * where.
 */
public final class TypedFailure implements FailureTranslator {

	private final ErrorBodies bodies;

	/**
	 * Creates the translator.
	 * @param bodies reads what sidecars answer
	 */
	public TypedFailure(ErrorBodies bodies) {
		this.bodies = bodies;
	}

	@Override
	public DaprInvocationException translate(InvokeException failure, HttpMethod verb, String target, String method,
			int attempts) {
		SidecarException known = (failure instanceof SidecarException sidecar) ? sidecar : null;
		FailureStage stage = (known != null) ? known.stage() : FailureStage.CALLEE_SIDECAR;
		FailedCall call = new FailedCall(target, verb.name() + " " + method, status(stage, known), headers(known),
				(known != null) ? known.body() : new byte[0], attempts);
		DaprInvocationException typed = typed(stage, call, text(call, failure), failure);
		this.bodies.readable(typed);
		return typed;
	}

	/** The failed call and why, in one line. */
	static String text(FailedCall call, Throwable failure) {
		String times = (call.attempts() > 1) ? " after " + call.attempts() + " attempts" : "";
		return call.method() + " of " + call.target() + " failed" + times + ": " + failure.getMessage();
	}

	private static HttpStatusCode status(FailureStage stage, @Nullable SidecarException known) {
		if (known != null && known.status() != 0) {
			return HttpStatusCode.valueOf(known.status());
		}
		return HttpStatusCode.valueOf(switch (stage) {
			case CALLER_SIDECAR, RESOLVER, CALLEE_SIDECAR -> 500;
			case POLICY -> 403;
			case NOT_REACHABLE -> 503;
			case TIMEOUT -> 504;
			case BROKEN_OFF -> 502;
		});
	}

	private static HttpHeaders headers(@Nullable SidecarException known) {
		HttpHeaders headers = new HttpHeaders();
		if (known != null && known.body().length > 0) {
			headers.setContentType((known.body()[0] == '{') ? MediaType.APPLICATION_JSON : MediaType.TEXT_PLAIN);
		}
		return headers;
	}

	private static DaprInvocationException typed(FailureStage stage, FailedCall call, String message,
			InvokeException cause) {
		return switch (stage) {
			case CALLER_SIDECAR -> new CallerSidecarException(call, message, cause);
			case RESOLVER -> new AppNotFoundException(call, message, cause);
			case POLICY -> new InvocationDeniedException(call, message, cause);
			case CALLEE_SIDECAR -> new CalleeSidecarException(call, message, cause);
			case NOT_REACHABLE -> new NotReachableException(call, message, cause);
			case TIMEOUT -> new InvocationTimeoutException(call, message, cause);
			case BROKEN_OFF -> new InvocationBrokenOffException(call, message, cause);
		};
	}

}
