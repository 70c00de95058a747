package dev.daprinvoke.spring.client;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.client.RestClientResponseException;

/**
 * A call of an app failed. Thrown by blocking and reactive clients alike; its subclasses
 * say where the call failed. It is a {@link RestClientResponseException}, so that what
 * handles those handles these too.
 */
public abstract sealed class DaprInvocationException extends RestClientResponseException permits AppErrorException,
		AppNotFoundException, BodyConversionException, CalleeSidecarException, CallerSidecarException,
		InvocationBrokenOffException, InvocationDeniedException, InvocationTimeoutException, NotReachableException {

	private static final long serialVersionUID = 1L;

	private final FailureSource source;

	private final FailedCall call;

	DaprInvocationException(FailureSource source, FailedCall call, String message, @Nullable Throwable cause) {
		super(message, call.status(), "", call.headers(), call.body(), StandardCharsets.UTF_8);
		this.source = source;
		this.call = call;
		if (cause != null) {
			initCause(cause);
		}
	}

	/** What was called, how it failed and why, in one line. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	/**
	 * Where the call failed.
	 * @return never {@link FailureSource#APP} but for an {@link AppErrorException}
	 */
	public FailureSource getSource() {
		return this.source;
	}

	/**
	 * Whom the call was meant for.
	 * @return the id of the app, the name of the endpoint, or the URL
	 */
	public String getTarget() {
		return this.call.target();
	}

	/**
	 * What was called.
	 * @return the verb and the path without its query, such as {@code GET items/1}
	 */
	public String getMethod() {
		return this.call.method();
	}

	/**
	 * How often the call was made by this client; retries of the sidecar do not count.
	 * @return 1 or more
	 */
	public int getAttempts() {
		return this.call.attempts();
	}

	/**
	 * The answer's body as problem detail (RFC 9457), if the answer says that it is one.
	 * @return the problem, or {@code null}
	 */
	public @Nullable ProblemDetail getProblemDetail() {
		HttpHeaders headers = getResponseHeaders();
		boolean problem = headers != null && FailedCall.isProblem(headers);
		return problem ? getResponseBodyAs(ProblemDetail.class) : null;
	}

	/**
	 * The status with which the call failed: that of the answer, or, where there is none,
	 * 503 if nobody was reached, 504 after a timeout, 502 for an answer that broke off
	 * and 500 for a request that cannot be written.
	 */
	@Override
	public HttpStatusCode getStatusCode() {
		return super.getStatusCode();
	}

}
