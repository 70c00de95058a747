package dev.daprinvoke.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Owner of every process the benchmark starts and of the folder they work in; closing it,
 * which the end of the JVM does too, leaves neither behind. Safe for use by several
 * threads.
 */
public final class Children implements AutoCloseable {

	/**
	 * Variables of the surrounding shell that would make a sidecar something else than
	 * what the options ask for.
	 */
	private static final Set<String> DROPPED = Set.of("NAMESPACE", "APP_API_TOKEN", "JAVA_TOOL_OPTIONS",
			"JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private final Path folder;

	private final Deque<Child> children = new ArrayDeque<>();

	private final Thread atExit = new Thread(this::stopAll, "stop-children");

	private boolean closed;

	private int started;

	private Children(Path folder) {
		this.folder = folder;
	}

	public static Children create() throws IOException {
		Children children = new Children(Files.createTempDirectory("dapr-invoke-benchmark-"));
		Runtime.getRuntime().addShutdownHook(children.atExit);
		return children;
	}

	/**
	 * Makes a new empty folder for the files of one process or pair.
	 * @param name what its name begins with
	 * @return the folder, deleted with this object
	 */
	public Path newFolder(String name) throws IOException {
		return Files.createTempDirectory(this.folder, name + "-");
	}

	/**
	 * Starts a process whose output goes to a file.
	 * @param name what it is called in messages
	 * @param command program and arguments
	 * @param environment variables set in addition to the inherited ones
	 * @return the process, which the caller may close early
	 * @throws StoppedException if this object has been closed
	 */
	public synchronized Child start(String name, List<String> command, Map<String, String> environment)
			throws IOException {
		if (this.closed) {
			throw new StoppedException();
		}
		Path log = this.folder.resolve(++this.started + "-" + name.replace('/', '-') + ".log");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.directory(this.folder.toFile());
		builder.environment().keySet().removeIf((variable) -> variable.startsWith("DAPR_"));
		builder.environment().keySet().removeAll(DROPPED);
		builder.environment().putAll(environment);
		long startedNanos = System.nanoTime();
		Child child = new Child(name, builder.start(), startedNanos, log);
		this.children.push(child);
		return child;
	}

	@Override
	public void close() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.atExit);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, the hook is already at work.
			return;
		}
		stopAll();
	}

	private synchronized void stopAll() {
		this.closed = true;
		while (!this.children.isEmpty()) {
			this.children.pop().close();
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
