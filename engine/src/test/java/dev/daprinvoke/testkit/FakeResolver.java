package dev.daprinvoke.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;

/**
 * A resolver that knows what it is told, and remembers what it was asked.
 */
public final class FakeResolver implements NameResolver {

	private final Map<String, Mono<List<Endpoint>>> known = new ConcurrentHashMap<>();

	private final List<AppTarget> asked = new CopyOnWriteArrayList<>();

	private final List<Endpoint> unreachable = new CopyOnWriteArrayList<>();

	/**
	 * Makes an app known.
	 * @param id the app's id
	 * @param endpoints where it lives
	 * @return this
	 */
	public FakeResolver know(String id, Endpoint... endpoints) {
		return answer(id, Mono.just(Arrays.asList(endpoints)));
	}

	/**
	 * Decides what is answered for an app.
	 * @param id the app's id
	 * @param answer the answer, at the time it likes
	 * @return this
	 */
	public FakeResolver answer(String id, Mono<List<Endpoint>> answer) {
		this.known.put(id, answer);
		return this;
	}

	/**
	 * What was asked for.
	 * @return the targets in order
	 */
	public List<AppTarget> asked() {
		return new ArrayList<>(this.asked);
	}

	/**
	 * What was reported dead.
	 * @return the endpoints in order
	 */
	public List<Endpoint> reportedUnreachable() {
		return new ArrayList<>(this.unreachable);
	}

	@Override
	public Mono<List<Endpoint>> resolve(AppTarget target) {
		this.asked.add(target);
		return this.known.getOrDefault(target.id().value(),
				Mono.error(() -> new NameResolutionException("couldn't find service: " + target.id())));
	}

	@Override
	public Mono<Void> announce(Instance self) {
		return Mono.empty();
	}

	@Override
	public Mono<Void> withdraw(Instance self) {
		return Mono.empty();
	}

	@Override
	public void unreachable(AppTarget target, Endpoint endpoint) {
		this.unreachable.add(endpoint);
	}

	@Override
	public Mono<Void> close() {
		return Mono.empty();
	}

}
