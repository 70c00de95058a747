package dev.daprinvoke.resolve.nameformat;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The pattern of all addresses, the {@code format} of the resolver's configuration
 * (platform contract section 3.1).
 *
 * @param text an address that holds {@code {appid}}
 */
public record NameFormat(String text) {

	private static final String PLACEHOLDER = "{appid}";

	public NameFormat {
		if (!text.contains(PLACEHOLDER)) {
			throw new IllegalArgumentException("format: " + (text.isBlank() ? "\"\"" : text)
					+ " (expected: an address that holds {appid}, such as {appid}.example.org:50002)");
		}
	}

	/**
	 * Reads the settings of a Configuration's {@code spec.nameResolution.configuration}.
	 * Names ignore case, unknown ones are ignored.
	 * @param configuration the settings as written
	 * @return the format
	 * @throws IllegalArgumentException if there is none, or it has no place for the app's
	 * id
	 */
	public static NameFormat from(Map<String, Object> configuration) {
		return configuration.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().toLowerCase(Locale.ROOT).equals("format"))
			.map((entry) -> new NameFormat(entry.getValue().toString()))
			.findFirst()
			.orElseGet(() -> new NameFormat(""));
	}

	String address(String appId) {
		return this.text.replace(PLACEHOLDER, appId);
	}

	/**
	 * The port at the end of an address.
	 * @param address the address
	 * @return the text behind its last colon, or {@code null} if that belongs to an IPv6
	 * address or there is none
	 */
	static @Nullable String port(String address) {
		int colon = address.lastIndexOf(':');
		boolean behindHost = colon > 0 && (address.indexOf(':') == colon || address.charAt(colon - 1) == ']');
		return behindHost ? address.substring(colon + 1) : null;
	}

}
