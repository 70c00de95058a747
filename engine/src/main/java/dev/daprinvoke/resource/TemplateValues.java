package dev.daprinvoke.resource;

import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the templates in a Component's metadata values (contract section 7.1). Every
 * <code>{uuid}</code> becomes another one; what a replacement brings in is not replaced
 * again.
 */
final class TemplateValues {

	private static final Pattern TEMPLATE = Pattern.compile("\\{(uuid|podName|namespace|appID)}");

	private final Map<String, Supplier<String>> values;

	TemplateValues(String appId, String namespace, String podName) {
		this.values = Map.of("uuid", () -> UUID.randomUUID().toString(), "podName", () -> podName, "namespace",
				() -> namespace + "." + appId, "appID", () -> appId);
	}

	String replaceIn(String text) {
		return TEMPLATE.matcher(text)
			.replaceAll(
					(match) -> Matcher.quoteReplacement(this.values.getOrDefault(match.group(1), match::group).get()));
	}

}
