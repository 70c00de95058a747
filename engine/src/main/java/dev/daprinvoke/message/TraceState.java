package dev.daprinvoke.message;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The grammar of the header {@code tracestate} (W3C Trace Context, section 3.3): what
 * does not follow it is passed over as a whole.
 */
final class TraceState {

	private static final int MOST_MEMBERS = 32;

	private static final Pattern MEMBER = Pattern
		.compile("([a-z0-9][a-z0-9_*/-]{0,240}(@[a-z][a-z0-9_*/-]{0,13})?|[a-z][a-z0-9_*/-]{0,255})"
				+ "=[ -~&&[^,=]]{0,255}[!-~&&[^,=]]");

	private TraceState() {
	}

	static String validOrEmpty(@Nullable String header) {
		return (header != null && isValid(header)) ? header : "";
	}

	private static boolean isValid(String header) {
		Set<String> keys = new HashSet<>();
		for (String written : header.split(",", -1)) {
			String member = written.strip();
			boolean valid = member.isEmpty() || (MEMBER.matcher(member).matches()
					&& keys.add(member.substring(0, member.indexOf('='))) && keys.size() <= MOST_MEMBERS);
			if (!valid) {
				return false;
			}
		}
		return true;
	}

}
