package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;

/**
 * Asks a resolver again that knows of an app, but of no address yet: five times, a tenth
 * of a second apart (contract sections 1.7 and 2.7). One that fails is not asked again.
 */
final class EmptyAnswers {

	private static final int TIMES = 5;

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final NameResolver resolver;

	private final Scheduler scheduler;

	/**
	 * Creates an asker.
	 * @param resolver whom to ask
	 * @param scheduler where to wait
	 */
	EmptyAnswers(NameResolver resolver, Scheduler scheduler) {
		this.resolver = resolver;
		this.scheduler = scheduler;
	}

	/**
	 * Asks again, after a first answer that was empty.
	 * @param app the app
	 * @return at least one address, or a {@link NameResolutionException}
	 */
	Mono<List<Endpoint>> askAgain(AppTarget app) {
		return askAgain(app, TIMES);
	}

	private Mono<List<Endpoint>> askAgain(AppTarget app, int times) {
		if (times == 0) {
			return Mono.error(new NameResolutionException(
					"resolver returned empty address for app id " + app.namespace() + "/" + app.id()));
		}
		return Mono.delay(PAUSE, this.scheduler)
			.then(Mono.defer(() -> this.resolver.resolve(app)))
			.flatMap((endpoints) -> endpoints.isEmpty() ? askAgain(app, times - 1) : Mono.just(endpoints));
	}

}
