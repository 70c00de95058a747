package dev.daprinvoke.autoconfigure.reference;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page that lists all properties, in Markdown.
 */
final class ReferencePage {

	private static final String HEAD = """
			# Properties of the Spring Boot starter

			<!-- Written by ConfigurationReferenceTests; to change it, change the Javadoc of the properties. -->

			For `application.yaml`, `application.properties`, the command line or the environment, like all
			properties of Spring Boot: `dapr.invoke.timeout` is `DAPR_INVOKE_TIMEOUT` there. The last column names
			the variables that Dapr sets for its apps; they count where the property is not set.
			""";

	private final List<Property> properties;

	ReferencePage(List<Property> properties) {
		this.properties = properties;
	}

	String markdown() {
		Map<String, List<Property>> groups = this.properties.stream()
			.sorted(Comparator.comparing(Property::name))
			.collect(Collectors.groupingBy(Property::group, TreeMap::new, Collectors.toList()));
		StringBuilder page = new StringBuilder(HEAD);
		groups.forEach((group, properties) -> {
			page.append("\n## `").append(group).append("`\n\n");
			page.append("| key | default | | variable |\n|---|---|---|---|\n");
			properties.forEach((property) -> page.append(row(property)));
		});
		return page.toString();
	}

	private static String row(Property property) {
		return "| " + code(property.name()) + " | " + code(property.defaultValue()) + " | "
				+ property.description().replace("|", "\\|") + " | "
				+ property.variables().stream().map(ReferencePage::code).collect(Collectors.joining(", ")) + " |\n";
	}

	private static String code(String text) {
		return text.isEmpty() ? "" : "`" + text + "`";
	}

}
