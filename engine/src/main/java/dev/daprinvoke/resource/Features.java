package dev.daprinvoke.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dapr's feature gates: what is on in 1.18, and what the Configuration's {@code features}
 * switch on or off besides (contract section 7.2).
 *
 * @param gates each gate's name and whether it is on, those of Dapr first
 */
public record Features(Map<String, Boolean> gates) {

	/** What no file says. */
	public static final Features DEFAULT = with(Map.of());

	public Features {
		gates = Collections.unmodifiableMap(new LinkedHashMap<>(gates));
	}

	static Features from(List<YamlMapping> features) {
		Map<String, Boolean> given = new LinkedHashMap<>();
		features.forEach((feature) -> given.put(feature.text("name"), feature.isTrue("enabled")));
		given.remove("");
		return with(given);
	}

	private static Features with(Map<String, Boolean> given) {
		Map<String, Boolean> gates = new LinkedHashMap<>();
		gates.put("HotReload", true);
		gates.put("WorkflowsRemoteActivityReminder", true);
		gates.putAll(given);
		return new Features(gates);
	}

	/**
	 * The gates that are on, as the metadata tells them.
	 * @return their names
	 */
	public List<String> enabled() {
		return this.gates.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
	}

}
