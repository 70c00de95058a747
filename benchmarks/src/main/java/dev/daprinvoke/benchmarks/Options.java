package dev.daprinvoke.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.daprinvoke.benchmarks.part.Pace;
import dev.daprinvoke.benchmarks.subject.SidecarLauncher;
import dev.daprinvoke.benchmarks.subject.SidecarPair;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param launchers the sidecars to measure: none, the one that is judged, or that one and
 * another to compare with
 * @param envoy the {@code envoy} executable, if there is one
 * @param haproxy the {@code haproxy} executable, if there is one
 * @param netty the {@code java} for hops of nothing but Netty, if they are asked for
 * @param wrk the {@code wrk} executable
 * @param parts what to measure
 * @param runs how many times
 * @param quick whether this is only a look whether everything works
 * @param warmUp how long to warm up, if not as usual
 * @param jdk17 the sidecar that is judged, on a JDK 17, if there is one
 * @param accepted the page with the last accepted results, if any
 * @param results the page to write, if any
 */
record Options(List<SidecarLauncher> launchers, Optional<Path> envoy, Optional<Path> haproxy, Optional<Path> netty,
		Path wrk, Set<Selection> parts, int runs, boolean quick, Optional<Duration> warmUp,
		Optional<SidecarLauncher> jdk17, Optional<Path> accepted, Optional<Path> results) {

	private static final int RUNS = 5;

	/**
	 * Reads the command line.
	 * @param arguments the arguments, {@code --name value} or {@code --name=value}
	 * @return the options
	 * @throws IllegalArgumentException if one is unknown or has no or a bad value
	 */
	static Options parse(String... arguments) {
		Deque<String> rest = new ArrayDeque<>(List.of(arguments));
		Map<String, String> values = new LinkedHashMap<>();
		Map<String, String> daprdEnvironment = new LinkedHashMap<>();
		Map<String, String> comparedEnvironment = new LinkedHashMap<>();
		while (!rest.isEmpty()) {
			String argument = rest.remove();
			int equals = argument.indexOf('=');
			String name = (equals < 0) ? argument : argument.substring(0, equals);
			switch (name) {
				case "--quick", "--references-only" -> values.put(name, "true");
				case "--daprd-env" -> variable(value(argument, equals, rest), name, daprdEnvironment);
				case "--compare-env" -> variable(value(argument, equals, rest), name, comparedEnvironment);
				case "--daprd", "--daprd-args", "--compare", "--compare-args", "--envoy", "--haproxy", "--netty",
						"--wrk", "--only", "--runs", "--warm-up", "--jdk17", "--accepted", "--results" ->
					values.put(name, value(argument, equals, rest));
				default -> throw new IllegalArgumentException(
						"option: " + name + " (expected: one of those that --help shows)");
			}
		}
		List<SidecarLauncher> launchers = launchers(values, daprdEnvironment, comparedEnvironment);
		return new Options(launchers, path(values, "--envoy"), path(values, "--haproxy"), path(values, "--netty"),
				path(values, "--wrk").orElse(Path.of("wrk")), Selection.parse(values.get("--only")), runs(values),
				values.containsKey("--quick"),
				Optional.ofNullable(values.get("--warm-up"))
					.map((text) -> positive("--warm-up", text))
					.map(Duration::ofSeconds),
				launchers.stream().findFirst().flatMap((daprd) -> path(values, "--jdk17").map(daprd::withProgram)),
				path(values, "--accepted"), path(values, "--results"));
	}

	/**
	 * Whether a part is asked for that is measured by, or after a warm-up by, wrk.
	 * @return false if wrk need not be there
	 */
	boolean needsWrk() {
		return !EnumSet.of(Selection.READY, Selection.FIRST, Selection.GRPC).containsAll(this.parts);
	}

	Pace pace() {
		Pace pace = (this.quick) ? Pace.QUICK : Pace.FULL;
		return this.warmUp.map(pace::withWarmUp).orElse(pace);
	}

	private static String value(String argument, int equals, Deque<String> rest) {
		if (equals >= 0) {
			return argument.substring(equals + 1);
		}
		if (rest.isEmpty()) {
			throw new IllegalArgumentException(argument + ": nothing (expected: a value)");
		}
		return rest.remove();
	}

	private static void variable(String text, String name, Map<String, String> environment) {
		int equals = text.indexOf('=');
		if (equals < 1) {
			throw new IllegalArgumentException(name + ": " + text + " (expected: NAME=VALUE)");
		}
		environment.put(text.substring(0, equals), text.substring(equals + 1));
	}

	private static List<SidecarLauncher> launchers(Map<String, String> values, Map<String, String> daprdEnvironment,
			Map<String, String> comparedEnvironment) {
		List<SidecarLauncher> launchers = new ArrayList<>();
		if (values.containsKey("--references-only")) {
			return launchers;
		}
		Path daprd = path(values, "--daprd").orElseThrow(() -> new IllegalArgumentException(
				"--daprd: nothing (expected: the path of a daprd-compatible program)"));
		launchers
			.add(new SidecarLauncher(SidecarPair.NAME, daprd, words(values.get("--daprd-args")), daprdEnvironment));
		// The same program with other flags or variables is a comparison too.
		if (values.containsKey("--compare") || values.containsKey("--compare-args") || !comparedEnvironment.isEmpty()) {
			launchers.add(new SidecarLauncher(SidecarPair.COMPARED, path(values, "--compare").orElse(daprd),
					words(values.get("--compare-args")), comparedEnvironment));
		}
		return launchers;
	}

	private static List<String> words(@Nullable String text) {
		return (text == null || text.isBlank()) ? List.of() : List.of(text.strip().split("\\s+"));
	}

	private static Optional<Path> path(Map<String, String> values, String name) {
		return Optional.ofNullable(values.get(name))
			.filter((text) -> !text.isEmpty())
			.map((text) -> Path.of(text).toAbsolutePath());
	}

	private static int runs(Map<String, String> values) {
		String text = values.get("--runs");
		if (text != null) {
			return positive("--runs", text);
		}
		return (values.containsKey("--quick")) ? 1 : RUNS;
	}

	private static int positive(String name, String text) {
		if (!text.matches("[1-9][0-9]{0,3}")) {
			throw new IllegalArgumentException(name + ": " + text + " (expected: a whole number from 1 to 9999)");
		}
		return Integer.parseInt(text);
	}

}
