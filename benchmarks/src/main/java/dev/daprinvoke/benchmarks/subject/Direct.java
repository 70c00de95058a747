package dev.daprinvoke.benchmarks.subject;

import java.net.InetSocketAddress;
import java.util.List;

import dev.daprinvoke.benchmarks.load.Target;
import dev.daprinvoke.benchmarks.process.Children;

/**
 * Nothing between the caller and the app: what everything else is compared with.
 */
public final class Direct implements SubjectStarter {

	/**
	 * Its name.
	 */
	public static final String NAME = "direct";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String description() {
		return "the load driver calls the app itself";
	}

	@Override
	public Subject start(Children children, InetSocketAddress app) {
		return new Subject(NAME, new Target(app, ""), List.of());
	}

}
