package dev.daprinvoke.benchmarks.subject;

import java.util.List;

import dev.daprinvoke.benchmarks.load.Target;
import dev.daprinvoke.benchmarks.process.Child;

/**
 * Something running through which the app can be called.
 *
 * @param name what it is called in tables
 * @param target where it is called
 * @param hops its processes in the order a request passes them: none, or the caller's and
 * the callee's
 */
public record Subject(String name, Target target, List<Child> hops) implements AutoCloseable {

	/**
	 * What the caller's hop is called.
	 */
	public static final String CALLER = "caller";

	/**
	 * What the callee's hop is called.
	 */
	public static final String CALLEE = "callee";

	static final String INVOKE_CALLEE = "/v1.0/invoke/callee/method";

	@Override
	public void close() {
		this.hops.forEach(Child::close);
	}

}
