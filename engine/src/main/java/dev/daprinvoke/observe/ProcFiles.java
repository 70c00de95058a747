package dev.daprinvoke.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux tells about the own process below {@code /proc/self}. Every method answers
 * not-a-number where the system does not tell: it is another system, or hides it.
 */
final class ProcFiles {

	/** How Go writes "no limit", and so Prometheus' users know it. */
	private static final double NO_LIMIT = 0x1p64;

	private static final int BYTES_PER_KIB = 1024;

	private final Path self;

	ProcFiles(Path self) {
		this.self = self;
	}

	/** A line such as {@code VmRSS:  1024 kB} of {@code status}, in bytes. */
	double memory(String field) {
		return lines("status").stream()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToDouble((line) -> number(line.substring(field.length() + 1).replace("kB", "")) * BYTES_PER_KIB)
			.findFirst()
			.orElse(Double.NaN);
	}

	/** The soft limit of a line of {@code limits}, which begins with a name in words. */
	double limit(String name) {
		return lines("limits").stream()
			.filter((line) -> line.startsWith(name + " "))
			.map((line) -> line.substring(name.length()).trim().split("\\s+")[0])
			.mapToDouble((soft) -> soft.equals("unlimited") ? NO_LIMIT : number(soft))
			.findFirst()
			.orElse(Double.NaN);
	}

	/** A value of the IpExt table, which has a line of names above a line of values. */
	double network(String column) {
		List<String> table = lines("net/netstat").stream().filter((line) -> line.startsWith("IpExt:")).toList();
		if (table.size() != 2) {
			return Double.NaN;
		}
		int index = List.of(table.get(0).split(" ")).indexOf(column);
		String[] values = table.get(1).split(" ");
		return (index < 0 || index >= values.length) ? Double.NaN : number(values[index]);
	}

	/** The number of open file descriptors, without the one that is open for counting. */
	double openFiles() {
		try (Stream<Path> files = Files.list(this.self.resolve("fd"))) {
			return files.count() - 1;
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

	private List<String> lines(String file) {
		try {
			return Files.readAllLines(this.self.resolve(file));
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private static double number(String text) {
		try {
			return Double.parseDouble(text.trim());
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

}
