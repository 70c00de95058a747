package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.Nullable;

/**
 * A declared client cannot be made. Found when the application starts.
 */
public final class InvalidClientException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String action;

	InvalidClientException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * What happened.
	 */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
