package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real process that does not outlive the test.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

	private static final AtomicInteger number = new AtomicInteger();

	private static final Set<Process> running = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> running.forEach(Process::destroyForcibly)));
	}

	private final Process process;

	private final ProcessOutput output;

	private final ProcessOutput errors;

	private ChildProcess(Process process, ProcessOutput output, ProcessOutput errors) {
		this.process = process;
		this.output = output;
		this.errors = errors;
	}

	/**
	 * Starts a process.
	 * @param name a name for its log files
	 * @param folder the working directory
	 * @param environment its whole environment: nothing is inherited
	 * @param command program and arguments
	 * @return the running process
	 */
	public static ChildProcess start(String name, Path folder, Map<String, String> environment, List<String> command) {
		try {
			Path logs = Files.createDirectories(Workspace.processLogs());
			String file = "%03d-%s".formatted(number.incrementAndGet(), name);
			// Signals that are ignored around the test, as under nohup, would be ignored
			// inside.
			List<String> withSignals = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=HUP,INT,TERM"));
			withSignals.addAll(command);
			ProcessBuilder builder = new ProcessBuilder(withSignals).directory(folder.toFile());
			builder.environment().clear();
			builder.environment().putAll(environment);
			Process process = builder.start();
			running.add(process);
			process.getOutputStream().close();
			return new ChildProcess(process,
					new ProcessOutput(name, process.getInputStream(), logs.resolve(file + ".out")),
					new ProcessOutput(name, process.getErrorStream(), logs.resolve(file + ".err")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * What it printed to its standard output.
	 * @return the output
	 */
	public ProcessOutput output() {
		return this.output;
	}

	/**
	 * What it printed to its standard error stream.
	 * @return the output
	 */
	public ProcessOutput errors() {
		return this.errors;
	}

	/**
	 * Sends a signal.
	 * @param signal the name, for example {@code INT}
	 */
	public void signal(String signal) {
		try {
			Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid()).start();
			if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
				throw new AssertionError("kill -" + signal + " " + pid() + " did not succeed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
	public void kill() {
		this.process.destroyForcibly();
		awaitExit(KILL_LIMIT);
	}

	/**
	 * Waits for the end.
	 * @param limit the longest to wait
	 * @return the exit code, 128 and the number for a signal
	 */
	public int awaitExit(Duration limit) {
		try {
			if (!this.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError(
						"Process " + pid() + " still runs after " + limit.toSeconds() + " s\n" + evidence());
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
		running.remove(this.process);
		this.output.awaitEnd();
		this.errors.awaitEnd();
		return this.process.exitValue();
	}

	/**
	 * How much memory it uses.
	 * @return the memory
	 */
	public ProcessMemory memory() {
		return ProcessMemory.of(pid());
	}

	/**
	 * What to show when something went wrong.
	 * @return the end of both outputs
	 */
	public String evidence() {
		return this.output.tail() + "\n" + this.errors.tail();
	}

	@Override
	public void close() {
		if (isAlive()) {
			kill();
		}
		running.remove(this.process);
	}

	private static AssertionError interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new AssertionError("interrupted", ex);
	}

}
