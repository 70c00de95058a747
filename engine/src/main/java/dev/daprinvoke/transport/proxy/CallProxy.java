package dev.daprinvoke.transport.proxy;

import org.reactivestreams.Publisher;

/**
 * Performs calls that pass through.
 */
@FunctionalInterface
public interface CallProxy {

	/**
	 * Performs a call. Called on the event loop of the client's connection; must not
	 * block.
	 * @param call the call as its client began it
	 * @return completes when the call has ended; its failure is the call's; cancelled
	 * when the client leaves or its deadline passes
	 */
	Publisher<?> proxy(ProxiedCall call);

}
