package dev.daprinvoke.sidecar.api.http;

/**
 * What happens when a client asks the sidecar to stop. Called on event loops; must return
 * at once, and before the stop begins, so that the client gets its answer.
 */
@FunctionalInterface
public interface ShutdownRequest {

	/**
	 * A client asked for a stop.
	 * @param forced whether it is not to wait for anything
	 */
	void asked(boolean forced);

}
