package dev.daprinvoke.benchmarks.subject;

import java.nio.file.Path;
import java.util.List;

/**
 * Two haproxy hops with one thread each.
 */
public final class ReferenceHaproxy extends ReferencePair {

	/**
	 * Its name.
	 */
	public static final String NAME = "haproxy";

	private final Path program;

	/**
	 * Prepares the pair.
	 * @param program the {@code haproxy} executable
	 * @param protocol what it lets pass
	 */
	public ReferenceHaproxy(Path program, Protocol protocol) {
		super(protocol, "cfg");
		this.program = program;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String description() {
		return way() + ", `nbthread 1`, no log, `http-reuse " + (isGrpc() ? "never" : "always") + "`, "
				+ Version.of(this.program.toString(), "-v");
	}

	@Override
	List<String> command(Path configuration) {
		// -db: in the foreground, one process.
		return List.of(this.program.toString(), "-db", "-q", "-f", configuration.toString());
	}

}
