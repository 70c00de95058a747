package dev.daprinvoke.resource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How identities of the mesh are made: the Configuration's {@code mtls} member, which
 * Sentry reads (platform contract sections 1.1 and 1.3).
 *
 * @param workloadLife how long a workload's certificate is valid
 * @param clockSkew by how much clocks may differ
 * @param trustDomain the control plane's trust domain, or {@code null} if it is not said
 * @param validators who decides whether a workload is who it says; empty for the default
 */
public record MeshSettings(Duration workloadLife, Duration clockSkew, @Nullable String trustDomain,
		List<Validator> validators) {

	/** What holds without a word. */
	public static final MeshSettings DEFAULT = new MeshSettings(Duration.ofHours(24), Duration.ofMinutes(15), null,
			List.of());

	public MeshSettings {
		validators = List.copyOf(validators);
	}

	/**
	 * Who decides whether a workload is who it says.
	 *
	 * @param name which one
	 * @param options how it is set up
	 * @param at where it was written
	 */
	public record Validator(String name, Map<String, String> options, Position at) {

		public Validator {
			options = Map.copyOf(options);
		}

	}

	static MeshSettings from(YamlMapping mtls) {
		String trustDomain = mtls.text("controlPlaneTrustDomain");
		return new MeshSettings(duration(mtls, "workloadCertTTL", DEFAULT.workloadLife, false),
				duration(mtls, "allowedClockSkew", DEFAULT.clockSkew, true), trustDomain.isEmpty() ? null : trustDomain,
				mtls.mappings("tokenValidators").stream().map(MeshSettings::validator).toList());
	}

	private static Validator validator(YamlMapping item) {
		YamlMapping options = item.mapping("options");
		return new Validator(item.text("name"),
				options.entries().keySet().stream().collect(Collectors.toMap((key) -> key, options::text)), item.at());
	}

	private static Duration duration(YamlMapping mtls, String key, Duration byDefault, boolean mayBeZero) {
		String text = mtls.text(key);
		if (text.isEmpty()) {
			return byDefault;
		}
		Duration read;
		try {
			read = GoDuration.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw wrong(mtls, key, text, ex);
		}
		if (read.isNegative() || (read.isZero() && !mayBeZero)) {
			throw wrong(mtls, key, text, null);
		}
		return read;
	}

	private static MalformedYamlException wrong(YamlMapping mtls, String key, String text, @Nullable Exception cause) {
		YamlValue value = mtls.value(key);
		return new MalformedYamlException((value != null) ? value.at() : mtls.at(),
				"mtls." + key + " is " + text + " (expected: a duration such as 24h or 90s)", cause);
	}

}
