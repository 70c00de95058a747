package dev.daprinvoke.invoke;

import java.util.List;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.daprinvoke.error.UnresolvedException;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;

/**
 * Finds the sidecars of an app, once for a call: also before a call to oneself, whose
 * failure Dapr reports in the same way (contract section 1.8).
 */
final class AppLookup {

	private final NameResolver resolver;

	private final EmptyAnswers emptyAnswers;

	/**
	 * Creates a look-up.
	 * @param resolver whom to ask
	 */
	AppLookup(NameResolver resolver) {
		this.resolver = resolver;
		this.emptyAnswers = new EmptyAnswers(resolver, Schedulers.parallel());
	}

	/**
	 * Finds an app, and goes on with what was found.
	 * @param app the app
	 * @param use takes at least one address
	 * @return what that gives, or an {@link UnresolvedException}
	 */
	<T> Mono<T> find(AppTarget app, Function<List<Endpoint>, Mono<T>> use) {
		return this.resolver.resolve(app)
			.onErrorMap(NameResolutionException.class, AppLookup::unresolved)
			.flatMap((endpoints) -> !endpoints.isEmpty() ? use.apply(endpoints)
					: this.emptyAnswers.askAgain(app)
						.onErrorMap(NameResolutionException.class, AppLookup::unresolved)
						.flatMap(use));
	}

	private static UnresolvedException unresolved(NameResolutionException reason) {
		return new UnresolvedException(String.valueOf(reason.getMessage()), reason);
	}

}
