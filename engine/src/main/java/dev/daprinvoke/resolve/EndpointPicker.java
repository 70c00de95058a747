package dev.daprinvoke.resolve;

import java.util.List;

import dev.daprinvoke.target.AppTarget;

/**
 * Decides which instance of an app a call goes to.
 * <p>
 * A picker is called once per call, on event loops and by many threads at once: it must
 * not block, and must not hold memory for every app id it ever saw, since ids come from
 * callers.
 */
@FunctionalInterface
public interface EndpointPicker {

	/**
	 * Puts the instances of an app into the order in which one call tries them.
	 * @param target the app that is called
	 * @param endpoints its instances as a {@link NameResolver} gave them: at least one,
	 * sorted, without repeats
	 * @return the picked instance, then each of the others once; not to be modified
	 */
	List<Endpoint> order(AppTarget target, List<Endpoint> endpoints);

}
