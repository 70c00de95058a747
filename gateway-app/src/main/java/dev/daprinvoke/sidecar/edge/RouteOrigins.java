package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;

/**
 * Tells in which file and line a part of the gateway's configuration was written.
 */
final class RouteOrigins {

	private static final String PREFIX = "spring.cloud.gateway.server.webflux.";

	/** What Gateway's properties were called before, of which it reads nothing now. */
	private static final Map<String, String> OLD_NAMES = Map.of("spring.cloud.gateway.routes", "routes",
			"spring.cloud.gateway.default-filters", "default-filters", "spring.cloud.gateway.globalcors", "globalcors");

	private static final List<String> MEMBERS = List.of("", ".id", ".uri", ".name", ".predicates[0]",
			".predicates[0].name", ".order");

	private final Environment environment;

	RouteOrigins(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Finds where a property was written.
	 * @param name the property, behind Gateway's prefix
	 * @return {@code " (file, line 3)"}, or nothing if it is not known
	 */
	String of(String name) {
		return MEMBERS.stream()
			.map((member) -> find(PREFIX + name + member))
			.flatMap((property) -> (property != null) ? Stream.of(text(property.getOrigin())) : Stream.empty())
			.findFirst()
			.orElse("");
	}

	private @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName parsed = ConfigurationPropertyName.of(name);
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(parsed);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	static String text(@Nullable Origin origin) {
		if (origin instanceof PropertySourceOrigin named) {
			return text(named.getOrigin());
		}
		if (!(origin instanceof TextResourceOrigin text) || text.getResource() == null) {
			return "";
		}
		int line = (text.getLocation() != null) ? text.getLocation().getLine() + 1 : 1;
		try {
			return " (" + text.getResource().getFile() + ", line " + line + ")";
		}
		catch (IOException ex) {
			return " (" + text.getResource().getDescription() + ", line " + line + ")";
		}
	}

	/**
	 * Refuses names that Gateway does not read any more, instead of having no routes.
	 */
	void requireCurrentNames() {
		OLD_NAMES.forEach((old, current) -> {
			ConfigurationPropertyName name = ConfigurationPropertyName.of(old);
			for (var source : ConfigurationPropertySources.get(this.environment)) {
				if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
					throw new RouteProblemException("The property " + old
							+ " is that of an earlier Gateway, and is not read." + " Call it " + PREFIX + current + ".",
							null);
				}
			}
		});
	}

}
