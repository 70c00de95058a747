package dev.daprinvoke.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines a process printed; all of them are in a file.
 */
public final class ProcessOutput {

	private static final int MAX_LINES = 2000;

	private final Deque<String> lines = new ArrayDeque<>();

	private final Path file;

	private final Thread pump;

	ProcessOutput(String name, InputStream stream, Path file) {
		this.file = file;
		this.pump = new Thread(() -> pump(stream), "output of " + name);
		this.pump.setDaemon(true);
		this.pump.start();
	}

	private void pump(InputStream stream) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
				BufferedWriter writer = Files.newBufferedWriter(this.file)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				add(line);
				writer.write(line);
				writer.newLine();
				writer.flush();
			}
		}
		catch (IOException ex) {
			// The stream breaks when the process is killed: there is nothing more to
			// read.
			add("(output ended: " + ex.getMessage() + ")");
		}
	}

	private synchronized void add(String line) {
		if (this.lines.size() == MAX_LINES) {
			this.lines.removeFirst();
		}
		this.lines.add(line);
	}

	/**
	 * What is kept.
	 * @return the last lines, oldest first
	 */
	public synchronized List<String> lines() {
		return List.copyOf(this.lines);
	}

	/**
	 * Whether a text was printed within one line.
	 * @param text the text
	 * @return whether a kept line contains it
	 */
	public boolean contains(String text) {
		return lines().stream().anyMatch((line) -> line.contains(text));
	}

	/**
	 * Waits for a text.
	 * @param text the text
	 * @param limit the longest to wait
	 */
	public void await(String text, Duration limit) {
		Waiting.until("\"" + text + "\" in " + this.file, limit, () -> contains(text), this::tail);
	}

	/**
	 * Everything kept as one text.
	 * @return the lines
	 */
	public String text() {
		return String.join("\n", lines());
	}

	/**
	 * What to show when something went wrong.
	 * @return the last lines
	 */
	public String tail() {
		List<String> kept = lines();
		return "--- the end of " + this.file + ":\n"
				+ String.join("\n", kept.subList(Math.max(0, kept.size() - 40), kept.size()));
	}

	/** Waits for the stream's end, which may come a little after the process's. */
	void awaitEnd() {
		try {
			this.pump.join(2000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
