package dev.daprinvoke.transport.app;

import reactor.core.publisher.Mono;

/**
 * Whether the own app can take calls. Safe for use by any number of threads.
 */
public interface AppHealth {

	/** What holds of an app whose health nobody asks for. */
	AppHealth ASSUMED = new AppHealth() {

		@Override
		public boolean isHealthy() {
			return true;
		}

		@Override
		public Mono<Void> unhealthy() {
			return Mono.never();
		}

	};

	/**
	 * The state now.
	 * @return whether the app can be called
	 */
	boolean isHealthy();

	/**
	 * Waits for the app to be unhealthy.
	 * @return completes as soon as the app is unhealthy: at once if it already is, never
	 * if its health is not asked for
	 */
	Mono<Void> unhealthy();

}
