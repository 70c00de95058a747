package dev.daprinvoke.benchmarks;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What can be measured by itself.
 */
enum Selection {

	READY, FIRST, CPU, THROUGHPUT, POST, LATENCY, BIG, GROWTH, GRPC;

	/**
	 * Reads the value of {@code --only}.
	 * @param text names separated by commas, null for everything
	 * @return the parts
	 * @throws IllegalArgumentException if there is no such part
	 */
	static Set<Selection> parse(@Nullable String text) {
		if (text == null) {
			return EnumSet.allOf(Selection.class);
		}
		Set<Selection> parts = EnumSet.noneOf(Selection.class);
		for (String part : text.split(",")) {
			parts.add(of(part.strip()));
		}
		return parts;
	}

	private static Selection of(String name) {
		for (Selection selection : values()) {
			if (selection.name().equals(name.toUpperCase(Locale.ROOT))) {
				return selection;
			}
		}
		throw new IllegalArgumentException("--only: " + name
				+ " (expected: cpu, throughput, post, latency, big, ready, first, growth or grpc, separated by commas)");
	}

}
