package dev.daprinvoke.spring.gateway.ratelimit;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Counts the requests of each client address apart. The address is that of the
 * connection: what a client says of itself in a header it may invent.
 */
public final class RemoteAddressKeyResolver implements KeyResolver {

	/** Stands for clients without an address, such as those of a unix socket. */
	private static final String LOCAL = "local";

	@Override
	public Mono<String> resolve(ServerWebExchange exchange) {
		return Mono.just(key(exchange.getRequest().getRemoteAddress()));
	}

	private static String key(@Nullable InetSocketAddress client) {
		InetAddress address = (client != null) ? client.getAddress() : null;
		return (address != null) ? address.getHostAddress() : LOCAL;
	}

}
