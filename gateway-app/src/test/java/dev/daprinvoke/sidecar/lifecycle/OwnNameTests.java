package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Being found by oneself after others do not find one any more.
 */
class OwnNameTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Instance SELF = instance(50002);

	private final Registry registry = new Registry();

	private final OwnName name = new OwnName(this.registry);

	/** Contract invocation.md 1.8: a call to oneself is resolved, too. */
	@Test
	void whenTheNameWasNeverAnnouncedThenTheResolverDecides() {
		assertThatExceptionOfType(NameResolutionException.class).isThrownBy(() -> resolve("cart", "default"));
	}

	@Test
	void whenTheNameIsWithdrawnThenOnlyTheOwnAppIsFoundAllTheSame() {
		this.name.announce(SELF).block(LIMIT);
		this.name.withdraw().block(LIMIT);
		assertThat(this.registry.events).containsExactly("announce 50002", "withdraw 50002");
		assertThat(resolve("cart", "default")).containsExactly(SELF.endpoint());
		assertThatExceptionOfType(NameResolutionException.class).isThrownBy(() -> resolve("cart", "other"));
		assertThatExceptionOfType(NameResolutionException.class).isThrownBy(() -> resolve("order", "default"));
	}

	@Test
	void whenTheNextLifeListensElsewhereThenTheFormerPlaceIsWithdrawn() {
		this.name.announce(SELF).block(LIMIT);
		this.name.announce(instance(50003)).block(LIMIT);
		assertThat(this.registry.events).containsExactly("announce 50002", "withdraw 50002", "announce 50003");
		this.name.withdraw().block(LIMIT);
		this.name.withdraw().block(LIMIT);
		assertThat(this.registry.events).last().isEqualTo("withdraw 50003");
		assertThat(this.registry.events).hasSize(4);
	}

	private List<Endpoint> resolve(String id, String namespace) {
		return this.name.resolve(new AppTarget(id, new AppId(id), new Namespace(namespace)))
			.blockOptional(LIMIT)
			.orElseThrow();
	}

	private static Instance instance(int port) {
		return new Instance(new AppId("cart"), new Namespace("default"), "127.0.0.1", port, 3500, 8080);
	}

	/** Finds nobody. */
	private static final class Registry implements NameResolver {

		private final List<String> events = new ArrayList<>();

		@Override
		public Mono<List<Endpoint>> resolve(AppTarget target) {
			return Mono.error(new NameResolutionException("nobody is there"));
		}

		@Override
		public Mono<Void> announce(Instance self) {
			return Mono.fromRunnable(() -> this.events.add("announce " + self.internalPort()));
		}

		@Override
		public Mono<Void> withdraw(Instance self) {
			return Mono.fromRunnable(() -> this.events.add("withdraw " + self.internalPort()));
		}

		@Override
		public Mono<Void> close() {
			return Mono.empty();
		}

	}

}
