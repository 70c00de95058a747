package dev.daprinvoke.process.flags;

import java.io.PrintStream;
import java.io.UncheckedIOException;

import dev.daprinvoke.process.log.DaprLog;
import dev.daprinvoke.process.log.LogIdentity;
import dev.daprinvoke.process.log.LogLevel;
import dev.daprinvoke.process.log.LogOptions;

/**
 * How a process is asked to log.
 */
public final class LogFlags {

	private LogFlags() {
	}

	/**
	 * Reads the flags.
	 * @param flags the command line
	 * @param level the flag of the least level
	 * @param json the flag that asks for JSON
	 * @param file the flag that names a file
	 * @return the options
	 * @throws StartupException if they make no sense
	 */
	public static LogOptions read(CommandLine flags, Flag level, Flag json, Flag file) {
		String text = flags.text(level);
		LogLevel known = LogLevel.of(text)
			.orElseThrow(
					() -> new StartupException("--%s=%s is no log level. Give one of debug, info, warn, error, fatal."
						.formatted(level.flagName(), text)));
		return new LogOptions(known, flags.isTrue(json), new FlagValues(flags).path(file));
	}

	/**
	 * Begins to log as the options say.
	 * @param options the options
	 * @param identity the fields of every line
	 * @param out where lines go unless the options name a file
	 * @return the log
	 * @throws StartupException if the file cannot be opened
	 */
	public static DaprLog open(LogOptions options, LogIdentity identity, PrintStream out) {
		try {
			return DaprLog.start(options, identity, out);
		}
		catch (UncheckedIOException ex) {
			throw new StartupException(
					"--log-file=%s cannot be opened for writing: %s. Give a file that can be written."
						.formatted(options.file(), ex.getCause()),
					ex);
		}
	}

}
