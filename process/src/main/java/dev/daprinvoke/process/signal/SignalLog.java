package dev.daprinvoke.process.signal;

/**
 * What signals say, and to whom: a log that is there later than they are.
 */
public interface SignalLog {

	/**
	 * Says what is in order.
	 * @param line the line
	 */
	void info(String line);

	/**
	 * Says what is not.
	 * @param line the line
	 */
	void warn(String line);

	/** Lets what was said come out before the process ends, within a bound. */
	void close();

}
