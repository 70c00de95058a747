package dev.daprinvoke.target;

/**
 * The namespace an app lives in. Unlike an app id it may be empty: that is what a sidecar
 * started with an empty {@code NAMESPACE} variable has.
 *
 * @param value the name, possibly empty
 */
public record Namespace(String value) {

	/** The namespace of a sidecar whose {@code NAMESPACE} variable is not set. */
	public static final Namespace DEFAULT = new Namespace("default");

	@Override
	public String toString() {
		return this.value;
	}

}
