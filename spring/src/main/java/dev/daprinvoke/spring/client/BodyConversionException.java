package dev.daprinvoke.spring.client;

import org.jspecify.annotations.Nullable;

/**
 * A body does not convert. Either the app has answered, but not with what the method
 * returns: its part is done, and the status is that of the answer. Or what the method was
 * given cannot be written: the app has not got it, and the status is 500. The cause is
 * Spring's exception.
 */
public final class BodyConversionException extends DaprInvocationException {

	private static final long serialVersionUID = 1L;

	private final boolean answered;

	private final @Nullable String contentType;

	private final @Nullable String javaType;

	/**
	 * Creates the exception.
	 * @param call the call
	 * @param message what happened
	 * @param cause why
	 * @param answered whether it is the answer's body that does not convert
	 * @param contentType the content type of the body, or {@code null} if none is said
	 * @param javaType the type to which or from which it was to be converted, or
	 * {@code null} if there is none
	 */
	public BodyConversionException(FailedCall call, String message, Throwable cause, boolean answered,
			@Nullable String contentType, @Nullable String javaType) {
		super(FailureSource.CONVERSION, call, message, cause);
		this.answered = answered;
		this.contentType = contentType;
		this.javaType = javaType;
	}

	/**
	 * Whose body does not convert.
	 * @return whether it is that of the answer, not that of the request
	 */
	public boolean isAnswered() {
		return this.answered;
	}

	/**
	 * What the body is on the wire, as the answer says or the request was to say.
	 * @return a content type as it was written, or {@code null} if there is none
	 */
	public @Nullable String getContentType() {
		return this.contentType;
	}

	/**
	 * What the body is in Java.
	 * @return the type that was expected of the answer or given for the request, such as
	 * {@code java.util.List<com.example.Item>}; {@code null} for requests of several
	 * parts
	 */
	public @Nullable String getJavaType() {
		return this.javaType;
	}

}
