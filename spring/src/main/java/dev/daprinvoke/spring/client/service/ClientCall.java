package dev.daprinvoke.spring.client.service;

import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.service.invoker.HttpRequestValues;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriBuilderFactory;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.spring.client.CallerSidecarException;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.FailureSource;
import dev.daprinvoke.spring.client.http.AnswerListener;
import dev.daprinvoke.spring.client.http.DaprUri;

/**
 * A call of a method of a declared client: what was asked and, as soon as it is known,
 * what was answered.
 */
final class ClientCall implements AnswerListener, UriBuilderFactory {

	private static final Log log = LogFactory.getLog(ClientCall.class);

	private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(/|$)");

	// Spring's proxies tell nobody for which interface they run, and one method may be
	// inherited by many. Between the proxy and the making of its request no thread is
	// left.
	private static final ThreadLocal<@Nullable ClientCall> CURRENT = new ThreadLocal<>();

	private final Class<?> client;

	private final Method method;

	private final @Nullable Object[] arguments;

	private final CallPlan plan;

	private final Attempts attempts = new Attempts();

	private @Nullable HttpMethod verb;

	private @Nullable MediaType contentType;

	private volatile @Nullable URI uri;

	private volatile @Nullable Answer answer;

	ClientCall(Class<?> client, Method method, @Nullable Object[] arguments, CallPlan plan) {
		this.client = client;
		this.method = method;
		this.arguments = arguments;
		this.plan = plan;
	}

	static @Nullable ClientCall current() {
		return CURRENT.get();
	}

	/**
	 * Makes a call that of the calling thread.
	 * @param call the call, or {@code null}
	 * @return the call before
	 */
	static @Nullable ClientCall enter(@Nullable ClientCall call) {
		ClientCall before = CURRENT.get();
		if (call == null) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(call);
		}
		return before;
	}

	/**
	 * Tells the request of this call who performs it, and remembers what it is.
	 * @param request the request, complete but for this
	 */
	void describe(HttpRequestValues.Builder request) {
		this.verb = request.getHttpMethod();
		this.contentType = request.getContentType();
		request.setUriBuilderFactory(this);
		request.addAttribute(Invoker.class.getName(), this.plan.invoker());
		request.addAttribute(Attempts.class.getName(), this.attempts);
		request.addAttribute(AnswerListener.class.getName(), this);
	}

	@Override
	public void answered(HttpStatusCode status, HttpHeaders headers) {
		this.answer = new Answer(status, headers);
	}

	@Override
	public URI expand(String template, Map<String, ? extends @Nullable Object> variables) {
		return remember(template, this.plan.uris().expand(template, variables));
	}

	@Override
	public URI expand(String template, @Nullable Object... variables) {
		return remember(template, this.plan.uris().expand(template, variables));
	}

	// Sidecars resolve such segments: a variable would choose the method.
	private URI remember(String template, URI made) {
		if (hasDotSegments(made.getRawPath()) && !hasDotSegments(template)) {
			DaprUri uri = DaprUri.of(made);
			FailedCall failed = new FailedCall(uri.target(), this.verb + " " + uri.method(), HttpStatus.BAD_REQUEST,
					new HttpHeaders(), new byte[0], 0);
			throw new CallerSidecarException(failed,
					failed.method() + " of " + failed.target()
							+ " was not made: a path variable is \".\" or \"..\", which would lead to another method",
					null);
		}
		this.uri = made;
		return made;
	}

	private static boolean hasDotSegments(@Nullable String path) {
		return path != null && path.contains("/.") && DOT_SEGMENT.matcher(path).find();
	}

	@Override
	public UriBuilder uriString(String template) {
		return this.plan.uris().uriString(template);
	}

	@Override
	public UriBuilder builder() {
		return this.plan.uris().builder();
	}

	Class<?> client() {
		return this.client;
	}

	Method method() {
		return this.method;
	}

	@Nullable HttpMethod verb() {
		return this.verb;
	}

	@Nullable URI uri() {
		return this.uri;
	}

	/** What the request says of its body, if anything. */
	@Nullable MediaType contentType() {
		return this.contentType;
	}

	int attempts() {
		return this.attempts.count();
	}

	/** The answer, or {@code null} if there was none yet. */
	@Nullable Answer answer() {
		return this.answer;
	}

	boolean hasFallback() {
		return this.plan.fallback() != null;
	}

	/**
	 * Lets the fallback answer, or throws the failure if there is none.
	 * @param failure why the call failed
	 * @return what the fallback returns
	 * @throws Throwable what it throws
	 */
	@Nullable Object instead(DaprInvocationException failure) throws Throwable {
		Fallback fallback = this.plan.fallback();
		if (fallback == null) {
			throw failure;
		}
		if (failure.getSource() == FailureSource.CONVERSION) {
			log.warn("A fallback answers for a call whose body does not convert: " + failure.getMessage());
		}
		else if (log.isDebugEnabled()) {
			log.debug("A fallback answers for a failed call: " + failure.getMessage());
		}
		return fallback.answer(this.arguments, failure);
	}

	/**
	 * The beginning of an answer.
	 *
	 * @param status its status
	 * @param headers its headers
	 */
	record Answer(HttpStatusCode status, HttpHeaders headers) {

	}

}
