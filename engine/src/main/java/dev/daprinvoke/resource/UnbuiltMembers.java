package dev.daprinvoke.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the members of a Configuration that ask for features not built yet, and those
 * that nobody knows. A member that says nothing, or what holds without it, does not ask.
 */
final class UnbuiltMembers {

	static final List<String> REFUSED = List.of("httpPipeline", "appHttpPipeline");

	static final List<String> ACCEPTED = List.of("tracing", "metric", "metrics", "features");

	/** Those that are read, or that concern what a sidecar for invocation does not do. */
	private static final Set<String> KNOWN = Set.of("nameResolution", "api", "accessControl", "logging", "mtls",
			"components", "secrets", "workflow", "wasm");

	private UnbuiltMembers() {
	}

	static Map<String, Position> of(YamlMapping spec) {
		Map<String, Position> found = new LinkedHashMap<>();
		REFUSED.forEach((name) -> find(spec, name, found));
		ACCEPTED.forEach((name) -> find(spec, name, found));
		spec.entries().forEach((name, value) -> {
			if (!KNOWN.contains(name) && !REFUSED.contains(name) && !ACCEPTED.contains(name)) {
				found.put(name, value.at());
			}
		});
		return Collections.unmodifiableMap(found);
	}

	private static void find(YamlMapping spec, String name, Map<String, Position> found) {
		YamlValue value = spec.value(name);
		if (value != null && asks(name, value)) {
			found.put(name, value.at());
		}
	}

	private static boolean asks(String name, YamlValue value) {
		// Contexts are passed on and made; what is missing are spans, and who exports
		// them.
		if (name.equals("tracing") && value instanceof YamlMapping tracing) {
			return TracingSettings.from(tracing).exporting();
		}
		if (name.equals("features") && value instanceof YamlSequence features) {
			return features.items().stream().anyMatch((feature) -> !isHotReload(feature));
		}
		return value.saysSomething();
	}

	/** The one feature gate that there is something behind. */
	private static boolean isHotReload(YamlValue feature) {
		return feature instanceof YamlMapping gate && gate.value("name") instanceof YamlScalar name
				&& name.text().equals("HotReload");
	}

}
