package dev.daprinvoke.resolve;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.daprinvoke.target.AppTarget;

/**
 * Finds the sidecars of an app, and lets others find ours.
 * <p>
 * All methods are called on event loops and must not block: a resolver whose library
 * blocks moves that work to a scheduler of its own. Every returned {@code Mono} is cold,
 * ends within a bound the resolver documents, and may be subscribed concurrently.
 */
public interface NameResolver {

	/**
	 * Finds all known instances of an app.
	 * @param target the app
	 * @return the endpoints, sorted, without repeats; none if the app is known, but no
	 * address yet, and it is worth asking again in a moment; or a
	 * {@link NameResolutionException} whose message is the text real Dapr's resolver of
	 * the same kind answers
	 */
	Mono<List<Endpoint>> resolve(AppTarget target);

	/**
	 * Makes an instance known to others, and keeps it known until
	 * {@link #withdraw(Instance)}. Does nothing where others find apps without being
	 * told.
	 * @param self this sidecar
	 * @return completes when others can find it
	 */
	default Mono<Void> announce(Instance self) {
		return Mono.empty();
	}

	/**
	 * Tells others that an instance is gone. Does nothing for an instance that was never
	 * announced.
	 * @param self this sidecar
	 * @return completes when that is said
	 */
	default Mono<Void> withdraw(Instance self) {
		return Mono.empty();
	}

	/**
	 * Tells the resolver that a connection to an endpoint failed, so that cached answers
	 * holding it can be renewed earlier. Must return at once.
	 * @param target the app that was called
	 * @param endpoint the endpoint that did not answer
	 */
	default void unreachable(AppTarget target, Endpoint endpoint) {
	}

	/**
	 * Gives back sockets, threads and files. Subscribed resolutions end with an error.
	 * @return completes when all is given back
	 */
	default Mono<Void> close() {
		return Mono.empty();
	}

}
