package dev.daprinvoke.call;

import java.util.List;

/**
 * Wraps an invoker to add one concern to every call, knowing nothing of other layers.
 */
@FunctionalInterface
public interface InvokerLayer {

	/**
	 * Puts this layer around an invoker.
	 * @param next what this layer calls
	 * @return the layered invoker
	 */
	Invoker around(Invoker next);

	/**
	 * Puts layers around an invoker, the first one outermost: the list reads in the order
	 * in which a request passes.
	 * @param layers the layers in request order
	 * @param innermost the invoker they surround
	 * @return the layered invoker
	 */
	static Invoker stack(List<InvokerLayer> layers, Invoker innermost) {
		Invoker result = innermost;
		for (int i = layers.size() - 1; i >= 0; i--) {
			result = layers.get(i).around(result);
		}
		return result;
	}

}
