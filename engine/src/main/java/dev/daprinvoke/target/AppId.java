package dev.daprinvoke.target;

/**
 * The name under which an app can be called. It is an opaque text, not a host name: case
 * matters, and any character but the dot is legal (a dot separates the namespace in a
 * target).
 *
 * @param value the id, neither empty nor containing a dot
 */
public record AppId(String value) {

	public AppId {
		if (value.isEmpty()) {
			throw new IllegalArgumentException("app id: \"\" (expected: a non-empty text)");
		}
		if (value.indexOf('.') >= 0) {
			throw new IllegalArgumentException("app id: " + value + " (expected: no dots)");
		}
	}

	@Override
	public String toString() {
		return this.value;
	}

}
