package dev.daprinvoke.sidecar.lifecycle;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;

/**
 * A resolver that finds this sidecar's own app to its end: calls in flight may call their
 * own app when others do not find it any more (real Dapr takes the name back last,
 * contract section 5.3).
 */
final class OwnName implements NameResolver {

	private final NameResolver resolver;

	private volatile @Nullable Instance announced;

	private volatile @Nullable Instance withdrawn;

	OwnName(NameResolver resolver) {
		this.resolver = resolver;
	}

	@Override
	public Mono<List<Endpoint>> resolve(AppTarget target) {
		Instance left = this.withdrawn;
		return (left != null && isNamed(left, target)) ? Mono.just(List.of(left.endpoint()))
				: this.resolver.resolve(target);
	}

	private static boolean isNamed(Instance instance, AppTarget target) {
		return instance.id().equals(target.id()) && instance.namespace().equals(target.namespace());
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * What was announced before is withdrawn, if it is another instance.
	 */
	@Override
	public Mono<Void> announce(Instance self) {
		return Mono.defer(() -> {
			Instance former = this.announced;
			this.announced = self;
			this.withdrawn = null;
			return (former == null || former.equals(self)) ? this.resolver.announce(self)
					: this.resolver.withdraw(former).then(this.resolver.announce(self));
		});
	}

	/** Withdraws what is announced, if anything is. */
	Mono<Void> withdraw() {
		Instance self = this.announced;
		return (self != null) ? withdraw(self) : Mono.empty();
	}

	@Override
	public Mono<Void> withdraw(Instance self) {
		return Mono.defer(() -> {
			this.announced = null;
			this.withdrawn = self;
			return this.resolver.withdraw(self);
		});
	}

	@Override
	public void unreachable(AppTarget target, Endpoint endpoint) {
		this.resolver.unreachable(target, endpoint);
	}

	@Override
	public Mono<Void> close() {
		return this.resolver.close();
	}

}
