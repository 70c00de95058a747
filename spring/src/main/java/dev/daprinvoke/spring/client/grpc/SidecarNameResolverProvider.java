package dev.daprinvoke.spring.client.grpc;

import java.net.URI;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;

/**
 * Leads the channels to all apps to one sidecar: whatever app a channel names, the
 * sidecar's address is what is resolved, and the sidecar's host is the authority.
 */
final class SidecarNameResolverProvider extends NameResolverProvider {

	private static final int PRIORITY = 5;

	private final URI sidecar;

	SidecarNameResolverProvider(URI sidecar) {
		this.sidecar = sidecar;
	}

	@Override
	public NameResolver newNameResolver(URI target, NameResolver.Args args) {
		return NameResolverRegistry.getDefaultRegistry().asFactory().newNameResolver(this.sidecar, args);
	}

	@Override
	public String getDefaultScheme() {
		return DaprTarget.SCHEME;
	}

	@Override
	protected boolean isAvailable() {
		return true;
	}

	@Override
	protected int priority() {
		return PRIORITY;
	}

}
