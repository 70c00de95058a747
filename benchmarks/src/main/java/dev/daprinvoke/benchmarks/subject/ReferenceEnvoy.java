package dev.daprinvoke.benchmarks.subject;

import java.nio.file.Path;
import java.util.List;

/**
 * Two Envoy hops with one worker thread each.
 */
public final class ReferenceEnvoy extends ReferencePair {

	/**
	 * Its name.
	 */
	public static final String NAME = "envoy";

	private static final String CONCURRENCY = "1";

	private final Path program;

	/**
	 * Prepares the pair.
	 * @param program the {@code envoy} executable
	 * @param protocol what it lets pass
	 */
	public ReferenceEnvoy(Path program, Protocol protocol) {
		super(protocol, "yaml");
		this.program = program;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String description() {
		return way() + ", `--concurrency " + CONCURRENCY + "`, no access log, pooled connections, "
				+ Version.of(this.program.toString(), "--version");
	}

	@Override
	List<String> command(Path configuration) {
		return List.of(this.program.toString(), "--config-path", configuration.toString(), "--concurrency", CONCURRENCY,
				"--disable-hot-restart", "--log-level", "error");
	}

}
