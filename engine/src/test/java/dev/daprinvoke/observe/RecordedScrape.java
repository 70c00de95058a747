package dev.daprinvoke.observe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A scrape of a real sidecar out of {@code fixtures/metrics.txt}, as lines.
 *
 * @param lines the lines without their ends
 */
record RecordedScrape(List<String> lines) {

	static RecordedScrape of(String sidecar) {
		List<String> all = file();
		List<String> lines = all.subList(all.indexOf(head(all, sidecar)) + 1, all.size());
		int end = lines.indexOf("");
		return new RecordedScrape((end < 0) ? lines : lines.subList(0, end));
	}

	static String head(String sidecar) {
		return head(file(), sidecar);
	}

	private static List<String> file() {
		try (InputStream file = RecordedScrape.class.getResourceAsStream("/fixtures/metrics.txt")) {
			return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String head(List<String> all, String sidecar) {
		return all.stream().filter((line) -> line.startsWith("# ===== sidecar " + sidecar)).findFirst().orElseThrow();
	}

	/** The lines of all metrics whose name the condition wants. */
	RecordedScrape metrics(Predicate<String> name) {
		List<String> wanted = new ArrayList<>();
		boolean take = false;
		for (String line : this.lines) {
			if (line.startsWith("# HELP ")) {
				take = name.test(line.split(" ")[2]);
			}
			if (take) {
				wanted.add(line);
			}
		}
		return new RecordedScrape(wanted);
	}

	/** Names and labels, values cut off. */
	List<String> shapes() {
		return this.lines.stream().map((line) -> line.startsWith("#") ? line : line.replaceAll(" [^ ]+$", "")).toList();
	}

	String text() {
		return String.join("\n", this.lines) + "\n";
	}

}
