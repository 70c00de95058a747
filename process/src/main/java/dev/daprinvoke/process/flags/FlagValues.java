package dev.daprinvoke.process.flags;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads values which pflag knows only as text, and says what is wrong with them in two
 * sentences that name the flag.
 */
public final class FlagValues {

	private static final int HIGHEST_PORT = 65535;

	private final CommandLine flags;

	/**
	 * Creates a reader.
	 * @param flags the command line
	 */
	public FlagValues(CommandLine flags) {
		this.flags = flags;
	}

	/**
	 * A port number.
	 * @param flag the flag
	 * @return the port, 0 where the flag is empty
	 * @throws StartupException if it is none
	 */
	public int port(Flag flag) {
		int port = anyNumber(flag);
		if (port < 0) {
			throw noPort(flag, null);
		}
		return port;
	}

	/**
	 * As {@link #port}, but a negative number, which tools use for "none", reads as 0.
	 * @param flag the flag
	 * @return the port or 0
	 */
	public int portOrNone(Flag flag) {
		return Math.max(0, anyNumber(flag));
	}

	/**
	 * A number of bytes; -1 reads as the flag's default.
	 * @param flag a flag that takes a quantity
	 * @return bytes, not negative
	 * @throws StartupException if it is none
	 */
	public long bytes(Flag flag) {
		String text = this.flags.text(flag);
		try {
			long bytes = ByteQuantity.parse(text);
			if (bytes >= 0) {
				return bytes;
			}
			if (bytes == -1) {
				return ByteQuantity.parse(flag.defaultValue());
			}
		}
		catch (IllegalArgumentException ex) {
			throw noQuantity(flag, ex);
		}
		throw noQuantity(flag, null);
	}

	/**
	 * A path.
	 * @param flag the flag
	 * @return the path, or {@code null} where the flag is empty
	 * @throws StartupException if it is none
	 */
	public @Nullable Path path(Flag flag) {
		String text = this.flags.text(flag);
		return text.isEmpty() ? null : toPath("--" + flag.flagName(), text);
	}

	/**
	 * Paths.
	 * @param flag a flag that may be given more than once
	 * @return the paths
	 * @throws StartupException if one is none
	 */
	public List<Path> paths(Flag flag) {
		return this.flags.list(flag).stream().map((text) -> toPath("--" + flag.flagName(), text)).toList();
	}

	private int anyNumber(Flag flag) {
		String text = this.flags.text(flag);
		try {
			int number = text.isEmpty() ? 0 : FlagKind.parseInt(text);
			if (number <= HIGHEST_PORT) {
				return number;
			}
		}
		catch (IllegalArgumentException ex) {
			throw noPort(flag, ex);
		}
		throw noPort(flag, null);
	}

	/**
	 * Reads a path.
	 * @param origin where the text came from
	 * @param text the text
	 * @return the path
	 * @throws StartupException if it is none
	 */
	public Path toPath(String origin, String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			throw new StartupException(
					"%s is %s, which is no path here: %s. Give another one.".formatted(origin, text, ex.getReason()),
					ex);
		}
	}

	private StartupException noPort(Flag flag, @Nullable Exception cause) {
		return new StartupException("--%s=%s is no port number. Give a number from 0 to %d.".formatted(flag.flagName(),
				this.flags.text(flag), HIGHEST_PORT), cause);
	}

	private StartupException noQuantity(Flag flag, @Nullable Exception cause) {
		return new StartupException(
				"--%s=%s is no number of bytes. Give a Kubernetes quantity such as 4Mi, 2G or 65536."
					.formatted(flag.flagName(), this.flags.text(flag)),
				cause);
	}

}
