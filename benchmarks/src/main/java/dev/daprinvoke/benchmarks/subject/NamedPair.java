package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.daprinvoke.benchmarks.load.Target;

/**
 * A running pair of sidecars and the file they find each other through.
 *
 * @param subject the pair
 * @param names the SQLite file
 */
public record NamedPair(Subject subject, Path names) implements AutoCloseable {

	/**
	 * Gives the callee further names.
	 * @param count how many it is to have
	 * @return the app as it is called by each of them
	 */
	public List<Target> withAliases(int count) throws IOException {
		return new NamesFile(this.names).addAliases(Subject.CALLEE, count)
			.stream()
			.map((alias) -> new Target(this.subject.target().address(), "/v1.0/invoke/" + alias + "/method"))
			.toList();
	}

	@Override
	public void close() {
		this.subject.close();
	}

}
