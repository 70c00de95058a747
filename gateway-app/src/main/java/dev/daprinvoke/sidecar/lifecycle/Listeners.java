package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.netty.channel.unix.DomainSocketAddress;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import dev.daprinvoke.process.flags.StartupException;

/**
 * Binds ports, and says in two sentences why one cannot be bound.
 */
final class Listeners {

	private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final List<DisposableServer> bound = new ArrayList<>();

	private final Publisher<?> giveUp;

	/**
	 * Creates the ports' binder.
	 * @param giveUp ends the wait for a port when it emits or completes
	 */
	Listeners(Publisher<?> giveUp) {
		this.giveUp = giveUp;
	}

	/** Makes something listen. */
	interface Binding<T> {

		T bind() throws IOException;

	}

	/**
	 * The address to bind.
	 * @param address a name or address without brackets, empty for all addresses
	 * @param port the port
	 * @return the address
	 */
	static InetSocketAddress address(String address, int port) {
		if (address.isEmpty()) {
			return new InetSocketAddress(port);
		}
		try {
			return new InetSocketAddress(InetAddress.getByName(address), port);
		}
		catch (UnknownHostException ex) {
			throw new StartupException("The listen address " + address
					+ " is neither an address of this host nor a name it knows. Give an IP address.", ex);
		}
	}

	/**
	 * Binds a gRPC port.
	 * @param what its name in messages
	 * @param port the port
	 * @param flag the flag that sets it
	 * @param binding binds it
	 * @return what listens
	 */
	static <T> T grpc(String what, int port, String flag, Binding<T> binding) {
		try {
			return binding.bind();
		}
		catch (IOException ex) {
			throw taken(what, port, flag, ex);
		}
	}

	/**
	 * Binds a gRPC socket.
	 * @param what its name in messages
	 * @param socket its address
	 * @param binding binds it
	 * @return what listens
	 */
	static <T> T grpcSocket(String what, DomainSocketAddress socket, Binding<T> binding) {
		try {
			return binding.bind();
		}
		catch (IOException ex) {
			throw new StartupException(
					"The " + what + " socket " + socket + " cannot be bound: " + reason(ex)
							+ ". Look at the directory's permissions, or give another one by --unix-domain-socket.",
					ex);
		}
	}

	/**
	 * Binds an HTTP port, and frees it at {@link #close()}.
	 * @param what its name in messages
	 * @param port the port
	 * @param flag the flag that sets it
	 * @param binding binds it
	 */
	void http(String what, int port, String flag, Mono<? extends DisposableServer> binding)
			throws InterruptedException {
		try {
			DisposableServer server = Await.end(binding.takeUntilOther(this.giveUp), BIND_TIMEOUT);
			if (server != null) {
				this.bound.add(server);
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			throw taken(what, port, flag, ex);
		}
	}

	private static StartupException taken(String what, int port, String flag, Exception failure) {
		return new StartupException(
				"The " + what + " port " + port + " cannot be bound: " + reason(failure) + ". " + advice(failure, flag),
				failure);
	}

	private static String advice(Exception failure, String flag) {
		return reason(failure).contains("Cannot assign requested address")
				? "Listen on addresses of this host only: look at the flag that ends in listen-address or listen-addresses."
				: "Free the port, or choose another with " + flag + ".";
	}

	private static String reason(Exception failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root instanceof TimeoutException) ? "it took more than " + BIND_TIMEOUT.toSeconds() + " s"
				: String.valueOf(root.getMessage());
	}

	/** Frees the ports, so that a restart can have them again. */
	void close() {
		this.bound.forEach((server) -> server.disposeNow(CLOSE_TIMEOUT));
	}

}
