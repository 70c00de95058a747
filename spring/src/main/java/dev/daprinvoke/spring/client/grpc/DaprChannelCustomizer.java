package dev.daprinvoke.spring.client.grpc;

import io.grpc.ManagedChannelBuilder;

import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.VirtualTargets;

/**
 * Makes channels with a target such as {@code dapr://cart} or
 * {@code dapr://cart.production} lead to the sidecar and their calls say whom they are
 * meant for. All other channels stay as they are.
 *
 * @param <T> the type of the builder
 */
public final class DaprChannelCustomizer<T extends ManagedChannelBuilder<T>>
		implements GrpcChannelBuilderCustomizer<T> {

	private final GrpcSidecar sidecar;

	private final VirtualTargets targets;

	/**
	 * Creates a customizer.
	 * @param sidecar where the calls go
	 * @param targets finds the target of a channel that is asked for by a name; it must
	 * agree with what the channel factory uses
	 */
	public DaprChannelCustomizer(GrpcSidecar sidecar, VirtualTargets targets) {
		this.sidecar = sidecar;
		this.targets = targets;
	}

	/**
	 * Customizes one channel.
	 * @param target the target or name of the channel
	 * @param builder its builder
	 * @throws IllegalArgumentException if the target begins with {@code dapr:}, but does
	 * not name one app and nothing else
	 */
	@Override
	public void customize(String target, T builder) {
		String app = DaprTarget.app(this.targets.getTarget(target));
		if (app != null) {
			leadToSidecar(builder);
			builder.intercept(new AddressingInterceptor(app, this.sidecar.apiToken()));
		}
	}

	// What replaces this method of the builder is one registry for the whole JVM, but
	// each
	// application context in it may have another sidecar.
	@SuppressWarnings("deprecation")
	private void leadToSidecar(T builder) {
		builder.nameResolverFactory(new SidecarNameResolverProvider(this.sidecar.endpoint().target()));
	}

}
