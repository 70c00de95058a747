package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.net.InetSocketAddress;

import dev.daprinvoke.benchmarks.process.Children;

/**
 * A way to bring up something to measure.
 */
public interface SubjectStarter {

	/**
	 * What it is called in tables and on the command line.
	 * @return the name
	 */
	String name();

	/**
	 * Which program it is, with version and what of its configuration matters.
	 * @return one line
	 */
	String description();

	/**
	 * Starts the processes and waits until they serve.
	 * @param children who owns the processes
	 * @param app the app behind the last hop
	 * @return the running subject, to be closed by the caller
	 * @throws dev.daprinvoke.benchmarks.load.LoadFailure if one does not come up
	 */
	Subject start(Children children, InetSocketAddress app) throws IOException;

}
