package dev.daprinvoke.autoconfigure.client;

import org.jspecify.annotations.Nullable;

/**
 * A setting has a value that cannot be right. Found when the application starts.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the setting, its value unless secret, and what was expected
	 * @param cause what else is known, or {@code null}
	 */
	public InvalidSettingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/** The setting, its value and what was expected. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
