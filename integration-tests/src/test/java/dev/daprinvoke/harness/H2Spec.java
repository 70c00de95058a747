package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conformance tests of {@code h2spec}, strict, against a port that speaks HTTP/2
 * without TLS.
 *
 * @param passed how many tests passed
 * @param failures the failed tests, each as {@code section/number title}, for example
 * {@code 5.1/12 closed: Sends a HEADERS frame}
 * @param output everything it printed
 */
public record H2Spec(int passed, List<String> failures, String output) {

	private static final Pattern SECTION = Pattern.compile("\\s*(\\d+(?:\\.\\d+)*)\\. .*");

	private static final Pattern GROUP = Pattern.compile("(\\S.*) tests for HTTP/2 server|HPACK.*|Hypertext.*");

	private static final Pattern FAILURE = Pattern.compile("\\s*\u00d7 (\\d+): (.*)");

	private static final Pattern TOTAL = Pattern.compile("\\d+ tests, (\\d+) passed, .*");

	private static final Duration LIMIT = Duration.ofMinutes(3);

	/** Asks for the program, which {@code .ci/run} installs. */
	public static void require() {
		Prerequisite.succeeds(
				"h2spec on the path or in ~/.cache/dapr-invoke/bin (go install github.com/summerwind/h2spec/cmd/h2spec@v2.2.1+incompatible)",
				List.of(Tools.find("h2spec"), "--version"));
	}

	/**
	 * Runs all tests.
	 * @param port the port
	 * @param path the path that requests ask for; its answer must have a body
	 * @param folder a working directory
	 * @return what came of it
	 */
	public static H2Spec strict(int port, String path, Path folder) {
		ChildProcess process = ChildProcess.start("h2spec", folder, Map.of(), List.of(Tools.find("h2spec"), "--strict",
				"-h", "127.0.0.1", "-p", Integer.toString(port), "--path", path, "-o", "2"));
		try (process) {
			process.awaitExit(LIMIT);
		}
		return read(process.output().lines());
	}

	private static H2Spec read(List<String> lines) {
		List<String> failures = new ArrayList<>();
		int passed = 0;
		String group = "";
		String section = "";
		boolean inSummary = false;
		for (String line : lines) {
			inSummary |= line.startsWith("Failures:");
			Matcher numbered = SECTION.matcher(line);
			Matcher failure = FAILURE.matcher(line);
			Matcher total = TOTAL.matcher(line);
			if (GROUP.matcher(line).matches()) {
				group = line.startsWith("Generic") ? "generic/" : (line.startsWith("HPACK") ? "hpack/" : "");
			}
			else if (numbered.matches()) {
				section = group + numbered.group(1);
			}
			else if (inSummary && failure.matches()) {
				failures.add(section + "/" + failure.group(1) + " " + failure.group(2).strip());
			}
			else if (total.matches()) {
				passed = Integer.parseInt(total.group(1));
			}
		}
		return new H2Spec(passed, List.copyOf(failures), String.join("\n", lines));
	}

}
