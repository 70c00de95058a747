package dev.daprinvoke.sidecar;

/**
 * What signals say, and to whom: a log that is there later than they are.
 */
interface SignalLog {

	void info(String line);

	void warn(String line);

	/** Lets what was said come out before the process ends, within a bound. */
	void close();

}
