package dev.daprinvoke.target;

/**
 * An app in some namespace, to be found by name resolution.
 *
 * @param text the target as the caller wrote it
 * @param id the app
 * @param namespace the app's namespace
 */
public record AppTarget(String text, AppId id, Namespace namespace) implements InvokeTarget {

	static AppTarget parse(String text, Namespace own) {
		if (text.isEmpty()) {
			throw new IllegalArgumentException("app id is empty");
		}
		int dot = text.indexOf('.');
		if (dot < 0) {
			return new AppTarget(text, new AppId(text), own);
		}
		if (dot == 0 || text.indexOf('.', dot + 1) >= 0) {
			throw new IllegalArgumentException("invalid app id " + text);
		}
		return new AppTarget(text, new AppId(text.substring(0, dot)), new Namespace(text.substring(dot + 1)));
	}

}
