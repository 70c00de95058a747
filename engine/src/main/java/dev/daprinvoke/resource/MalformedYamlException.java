package dev.daprinvoke.resource;

import org.jspecify.annotations.Nullable;

/**
 * A YAML text that cannot be used, with the position at which that shows. Whether it is
 * fatal or only skips a document is for the loaders to say (contract section 7.1, row
 * "bad document").
 */
final class MalformedYamlException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Position at;

	private final String what;

	MalformedYamlException(Position at, String what, @Nullable Throwable cause) {
		super(at + ": " + what, cause);
		this.at = at;
		this.what = what;
	}

	MalformedYamlException(Position at, String what) {
		this(at, what, null);
	}

	Position at() {
		return this.at;
	}

	String what() {
		return this.what;
	}

}
