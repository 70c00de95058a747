package dev.daprinvoke.sidecar.edge;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.web.context.reactive.StandardReactiveWebEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * Where the sidecar's Spring properties come from: its own {@code conf} folder and the
 * file it is told, never the working directory or variables, which belong to the app next
 * door.
 */
final class SidecarEnvironment extends StandardReactiveWebEnvironment {

	SidecarEnvironment(SidecarSettings.Folder folder) {
		getPropertySources()
			.addFirst(new MapPropertySource("sidecar", Map.of("spring.config.location", locations(folder))));
	}

	@Override
	protected void customizePropertySources(MutablePropertySources sources) {
		// Neither system properties nor variables: what the launcher sets is no Spring
		// property.
	}

	private static String locations(SidecarSettings.Folder folder) {
		String locations = ConfigurationFiles.of(folder)
			.files()
			.stream()
			.map((file) -> file.toAbsolutePath().toUri().toString())
			.collect(Collectors.joining(","));
		return locations.isEmpty() ? "optional:classpath:/none/" : locations;
	}

}
