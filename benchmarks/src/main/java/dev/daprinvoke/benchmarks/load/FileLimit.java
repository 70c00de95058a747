package dev.daprinvoke.benchmarks.load;

import java.util.List;

import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.OpenFiles;

/**
 * The limits on open files that a load with many connections needs.
 */
public final class FileLimit {

	/**
	 * What a Java process has open besides connections: jars, libraries, listeners.
	 */
	private static final int OTHER_FILES = 500;

	private FileLimit() {
	}

	/**
	 * Makes sure that every process on the way may hold the connections.
	 * @param connections how many each of them holds on one side
	 * @param hops the processes beside this one
	 * @throws LoadFailure if one may not
	 */
	public static void require(int connections, List<Child> hops) {
		require(connections, "the load driver", OpenFiles.ownLimit());
		hops.forEach((hop) -> require(connections, hop.name(), hop.openFilesLimit()));
	}

	static void require(int connections, String process, long limit) {
		// A hop holds a connection to the client or to the app for each, the other side
		// shares a few.
		long needed = (long) connections + OTHER_FILES;
		if (limit < needed) {
			throw new LoadFailure(String.format(
					"%,d connections need %,d open files, but %s may open only %,d;"
							+ " raise the limit before the run: ulimit -n %d",
					connections, needed, process, limit, needed));
		}
	}

}
