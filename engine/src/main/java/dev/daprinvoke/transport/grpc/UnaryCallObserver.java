package dev.daprinvoke.transport.grpc;

import dev.daprinvoke.message.StatusCode;

/**
 * Told when a unary call between sidecars, of the gRPC API or of an app has ended, or one
 * that passed through. Real Dapr counts these, and none of the hop's streams. Called on
 * event loops; must not block or fail.
 */
public interface UnaryCallObserver {

	/** Does not care. */
	UnaryCallObserver NONE = new UnaryCallObserver() {

		@Override
		public void served(String method, StatusCode status, long elapsedNanos, long bytesIn, long bytesOut) {
		}

		@Override
		public void made(String method, StatusCode status, long elapsedNanos) {
		}

		@Override
		public void proxied(String method, StatusCode status, long elapsedNanos) {
		}

	};

	/**
	 * Another sidecar's call has ended.
	 * @param method the full method with its leading slash
	 * @param status its status
	 * @param elapsedNanos the time from its start to its end
	 * @param bytesIn the size of the request message
	 * @param bytesOut the size of the response message, 0 if there is none
	 */
	void served(String method, StatusCode status, long elapsedNanos, long bytesIn, long bytesOut);

	/**
	 * A call that we made has ended.
	 * @param method the full method with its leading slash
	 * @param status its status
	 * @param elapsedNanos the time from its start to its end
	 */
	void made(String method, StatusCode status, long elapsedNanos);

	/**
	 * A client's call that passed through has ended.
	 * @param method the full method with its leading slash
	 * @param status its status
	 * @param elapsedNanos the time from its start to its end
	 */
	void proxied(String method, StatusCode status, long elapsedNanos);

}
