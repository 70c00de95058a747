package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program {@code grpcurl}, which calls what it learns of by reflection.
 *
 * @param port the port of the server, without TLS
 * @param folder a working directory
 */
public record Grpcurl(int port, Path folder) {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** Asks for the program, which {@code .ci/run} installs. */
	public static void require() {
		Prerequisite.succeeds(
				"grpcurl on the path or in ~/.cache/dapr-invoke/bin (go install github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.3)",
				List.of(Tools.find("grpcurl"), "--version"));
	}

	/**
	 * Runs it.
	 * @param options what stands before the address
	 * @param what what stands behind it
	 * @return what it prints, to its error stream, too; its exit code if that is not 0
	 */
	public String run(List<String> options, String... what) {
		List<String> command = new ArrayList<>(List.of(Tools.find("grpcurl"), "-plaintext"));
		command.addAll(options);
		command.add("127.0.0.1:" + this.port);
		command.addAll(List.of(what));
		try (ChildProcess process = ChildProcess.start("grpcurl", this.folder, Map.of(), command)) {
			int code = process.awaitExit(LIMIT);
			String printed = process.output().text() + process.errors().text();
			return (code != 0) ? printed + "exit " + code : printed;
		}
	}

}
