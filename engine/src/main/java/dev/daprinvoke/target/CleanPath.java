package dev.daprinvoke.target;

import java.util.ArrayList;
import java.util.List;

/**
 * The shortest path that means the same: repeated slashes, {@code .} and {@code ..} are
 * resolved and a trailing slash is dropped, as Go's {@code path.Clean} does.
 */
public final class CleanPath {

	private CleanPath() {
	}

	/**
	 * Cleans a path.
	 * @param path any text
	 * @return the cleaned path; {@code .} for an empty one, with a leading slash exactly
	 * if the path had one; the same object if there was nothing to do
	 */
	public static String of(String path) {
		if (isClean(path)) {
			return path;
		}
		boolean rooted = path.startsWith("/");
		List<String> kept = new ArrayList<>();
		for (String segment : path.split("/")) {
			if (segment.isEmpty() || segment.equals(".")) {
				continue;
			}
			if (!segment.equals("..")) {
				kept.add(segment);
			}
			else if (!kept.isEmpty() && !kept.get(kept.size() - 1).equals("..")) {
				kept.remove(kept.size() - 1);
			}
			else if (!rooted) {
				kept.add(segment);
			}
		}
		String joined = String.join("/", kept);
		if (rooted) {
			return "/" + joined;
		}
		return joined.isEmpty() ? "." : joined;
	}

	private static boolean isClean(String path) {
		if (path.isEmpty() || (path.length() > 1 && path.endsWith("/"))) {
			return false;
		}
		boolean segmentStart = !path.startsWith("/");
		for (int i = segmentStart ? 0 : 1; i < path.length(); i++) {
			char c = path.charAt(i);
			boolean first = segmentStart || path.charAt(i - 1) == '/';
			segmentStart = false;
			if (first && (c == '/' || c == '.')) {
				return false;
			}
		}
		return true;
	}

}
