package dev.daprinvoke.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.daprinvoke.benchmarks.report.Machine;
import dev.daprinvoke.benchmarks.subject.Subject;
import dev.daprinvoke.benchmarks.subject.SubjectStarter;

/**
 * Under what conditions the figures were taken: what somebody needs to repeat them.
 */
final class Conditions {

	private final Machine machine;

	private final Options options;

	private final List<SubjectStarter> starters;

	private final List<SubjectStarter> grpcStarters;

	private final Map<String, String> javaVersions = new TreeMap<>();

	Conditions(Machine machine, Options options, List<SubjectStarter> starters, List<SubjectStarter> grpcStarters) {
		this.machine = machine;
		this.options = options;
		this.starters = List.copyOf(starters);
		this.grpcStarters = List.copyOf(grpcStarters);
	}

	/**
	 * Looks at running subjects for what only a running process tells.
	 * @param subjects the subjects
	 */
	void observe(List<Subject> subjects) {
		for (Subject subject : subjects) {
			subject.hops()
				.stream()
				.findFirst()
				.flatMap((process) -> process.javaVersion())
				.ifPresent((version) -> this.javaVersions.put(subject.name(), version));
		}
	}

	List<String> lines() {
		List<String> lines = new ArrayList<>();
		lines.add("Machine: " + this.machine.text());
		lines.add("Load driver and app: JDK " + System.getProperty("java.version") + "; the driver, the app and the"
				+ " subjects share the cores");
		lines.add(((this.options.quick()) ? "QUICK run, figures not for keeping" : "Full run") + ": "
				+ this.options.runs() + " run(s), " + this.options.pace().warmUp().toSeconds()
				+ " s of warm-up, big bodies of " + String.format("%,d", this.options.pace().bigBytes())
				+ " bytes, 1 MB = 1,000,000 bytes");
		if (this.options.parts().size() < Selection.values().length) {
			lines.add("Only these parts: " + this.options.parts());
		}
		if (!Set.of(Selection.GRPC).equals(this.options.parts())) {
			this.starters.forEach((starter) -> lines.add(line("", starter)));
		}
		if (this.options.parts().contains(Selection.GRPC)) {
			this.grpcStarters.forEach((starter) -> lines.add(line("gRPC, ", starter)));
		}
		return lines;
	}

	private String line(String protocol, SubjectStarter starter) {
		String javaVersion = this.javaVersions.get(starter.name());
		return protocol + "`" + starter.name() + "`: " + starter.description()
				+ ((javaVersion != null) ? ", on JDK " + javaVersion : "");
	}

}
