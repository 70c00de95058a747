package dev.daprinvoke.process.flags;

/**
 * A flag of a command line.
 */
public interface Flag {

	/**
	 * The name without dashes before it.
	 * @return the name
	 */
	String flagName();

	/**
	 * How its value is read.
	 * @return the kind
	 */
	FlagKind kind();

	/**
	 * What holds where it is not given.
	 * @return the default as one would type it, empty where there is none
	 */
	String defaultValue();

	/**
	 * What it is for.
	 * @return a few words
	 */
	String meaning();

}
