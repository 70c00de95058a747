package dev.daprinvoke.process.log;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What {@code --log-level}, {@code --log-as-json} and {@code --log-file} ask for.
 *
 * @param level the least severe level that is written
 * @param json whether each line is a JSON object instead of {@code key=value} pairs
 * @param file the file written to instead of standard output, or null
 */
public record LogOptions(LogLevel level, boolean json, @Nullable Path file) {

	/** Text at level {@code info} on standard output. */
	public static final LogOptions DEFAULTS = new LogOptions(LogLevel.INFO, false, null);

}
