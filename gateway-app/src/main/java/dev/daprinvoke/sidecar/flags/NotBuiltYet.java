package dev.daprinvoke.sidecar.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.StartupException;

/**
 * Refuses what this sidecar cannot do yet, so that no door stays open unnoticed, and
 * notes what it accepts without doing it.
 */
final class NotBuiltYet {

	private static final List<String> TRACING_VARIABLES = List.of("OTEL_EXPORTER_OTLP_ENDPOINT",
			"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

	private final CommandLine flags;

	private final Map<String, String> environment;

	NotBuiltYet(CommandLine flags, Map<String, String> environment) {
		this.flags = flags;
		this.environment = environment;
	}

	/**
	 * Looks for something that cannot be done.
	 * @param protocol the app protocol after {@code --app-ssl}
	 * @throws StartupException naming the first such thing
	 */
	void refuse(AppProtocol protocol) {
		refuseFlag(DaprdFlag.MODE, this.flags.text(DaprdFlag.MODE).equals("kubernetes"), "running in Kubernetes",
				"Leave the flag out to run standalone.");
	}

	/** A line for each thing that is accepted without effect. */
	List<String> notices() {
		List<String> notices = new ArrayList<>();
		TRACING_VARIABLES.stream()
			.filter(this::isSet)
			.map((name) -> name + " is set, but traces are not exported yet.")
			.forEach(notices::add);
		return notices;
	}

	/** Whether a variable names a collector of traces. */
	boolean namesCollector() {
		return TRACING_VARIABLES.stream().anyMatch(this::isSet);
	}

	private boolean isSet(String variable) {
		return !this.environment.getOrDefault(variable, "").isEmpty();
	}

	private void refuseFlag(DaprdFlag flag, boolean asked, String feature, String advice) {
		if (asked) {
			throw new StartupException("--%s=%s asks for %s, which is not built yet. %s".formatted(flag.flagName(),
					this.flags.text(flag), feature, advice));
		}
	}

}
