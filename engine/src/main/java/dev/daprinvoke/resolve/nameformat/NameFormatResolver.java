package dev.daprinvoke.resolve.nameformat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.target.AppTarget;

/**
 * Makes the address of an app's sidecar out of the app's id, by a pattern. Nobody is
 * asked and nothing is kept; whether somebody is there shows when connecting.
 * <p>
 * A pattern without port means the port that this sidecar announced for itself: where
 * each app has a host of its own, all sidecars use the same. The namespace has no place
 * in the pattern.
 */
public final class NameFormatResolver implements NameResolver {

	private final NameFormat format;

	/** 0 until this sidecar has announced itself. */
	private volatile int ownPort;

	/**
	 * Creates a resolver.
	 * @param format the pattern
	 */
	public NameFormatResolver(NameFormat format) {
		this.format = format;
	}

	@Override
	public Mono<List<Endpoint>> resolve(AppTarget target) {
		return Mono.fromCallable(() -> List.of(endpoint(this.format.address(target.id().value()))));
	}

	private Endpoint endpoint(String address) {
		try {
			Endpoint endpoint = (NameFormat.port(address) != null) ? Endpoint.parse(address)
					: Endpoint.parse(address + ":" + this.ownPort);
			requireHostName(endpoint);
			return endpoint;
		}
		catch (IllegalArgumentException | URISyntaxException ex) {
			throw new NameResolutionException("address: " + address + " (expected: a host name and a port)", ex);
		}
	}

	// Ids come from callers, and not all of them make a host name.
	private static void requireHostName(Endpoint endpoint) throws URISyntaxException {
		URI uri = new URI("//" + endpoint).parseServerAuthority();
		if (uri.getUserInfo() != null || uri.getPort() != endpoint.port() || !uri.getRawPath().isEmpty()) {
			throw new URISyntaxException(endpoint.toString(), "more than a host name and a port");
		}
	}

	@Override
	public Mono<Void> announce(Instance self) {
		return Mono.fromRunnable(() -> this.ownPort = self.internalPort());
	}

}
