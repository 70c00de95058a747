package dev.daprinvoke.sidecar.edge;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.sidecar.api.http.ConnectionTrouble;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.sidecar.wire.ApiConnections;
import dev.daprinvoke.sidecar.wire.MemoryGuard;

/**
 * The listeners of the HTTP API, one for each address (contract section 1.1). Addresses
 * that cannot be bound are passed over as long as one can.
 */
final class ApiServer {

	private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

	/** How long requests in flight may take once the server stops. */
	private static final Duration IN_FLIGHT = Duration.ofSeconds(10);

	/**
	 * The most bytes of a body in one buffer: Netty's own 8 KiB make eight steps of one.
	 */
	private static final int LARGEST_READ = 64 * 1024;

	private static final Duration BIND_PATIENCE = Duration.ofSeconds(10);

	private final ApiServerSettings settings;

	private final LoopResources loops;

	private final BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler;

	private final List<DisposableServer> listeners = new ArrayList<>();

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final ApiConnections setUp;

	private final MemoryGuard memory = new MemoryGuard(BodyMemory.ofThisProcess());

	private final Drain drain = new Drain();

	ApiServer(ApiServerSettings settings, LoopResources loops,
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		this.settings = settings;
		this.loops = loops;
		this.handler = handler;
		this.setUp = settings.h2c()
				? ApiConnections.http1AndHttp2(this.connections, settings.maxHeadBytes(), this.drain::hasBegun)
				: ApiConnections.http1(this.drain::hasBegun);
	}

	/**
	 * Binds the addresses.
	 * @throws StartupException if none can be bound
	 */
	void start() {
		List<CompletableFuture<DisposableServer>> binding = this.settings.addresses()
			.stream()
			.map((address) -> bind(address).toFuture())
			.toList();
		Throwable last = null;
		for (int i = 0; i < binding.size(); i++) {
			try {
				Optional.ofNullable(binding.get(i).join()).ifPresent(this.listeners::add);
			}
			catch (RuntimeException ex) {
				last = ex;
				log.warn("The HTTP API cannot listen on {}: {}", this.settings.addresses().get(i),
						Exceptions.unwrap(ex).getMessage());
			}
		}
		if (this.listeners.isEmpty()) {
			throw nowhere(last);
		}
	}

	private StartupException nowhere(@Nullable Throwable last) {
		Throwable cause = (last != null) ? Exceptions.unwrap(last) : null;
		return new StartupException("could not listen on any endpoint: the HTTP API tried " + this.settings.addresses()
				+ ", the last answer was: " + ((cause != null) ? RootMessage.of(cause) : "none") + ". " + advice(),
				last);
	}

	private String advice() {
		return (this.settings.addresses().get(0) instanceof InetSocketAddress)
				? "Free the port, or choose another with --dapr-http-port."
				: "Look at the directory's permissions, or give another one by --unix-domain-socket.";
	}

	@SuppressWarnings("deprecation")
	private Mono<DisposableServer> bind(SocketAddress address) {
		return HttpServer.create()
			.bindAddress(() -> address)
			.runOn(this.loops)
			.channelGroup(this.connections)
			.httpRequestDecoder((decoder) -> decoder.maxInitialLineLength(this.settings.maxHeadBytes())
				.maxHeaderSize(this.settings.maxHeadBytes())
				.maxChunkSize(LARGEST_READ)
				.allowDuplicateContentLengths(true))
			.doOnChannelInit(this.setUp.then(this.memory))
			.childObserve(ConnectionTrouble.INSTANCE)
			.handle(this::handle)
			.bind()
			.cast(DisposableServer.class)
			.retryWhen(bindRetries(address))
			.takeUntilOther(this.settings.giveUp());
	}

	private static Retry bindRetries(SocketAddress address) {
		long giveUpAt = System.nanoTime() + BIND_PATIENCE.toNanos();
		return Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
			.maxBackoff(Duration.ofMillis(500))
			.jitter(0)
			.filter((error) -> System.nanoTime() < giveUpAt)
			.doBeforeRetry((again) -> {
				if (again.totalRetries() == 0) {
					log.warn("The HTTP API does not get {} yet: {}. It tries for {} s", address,
							RootMessage.of(again.failure()), BIND_PATIENCE.toSeconds());
				}
			});
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		ApiConnections.prepare(request);
		return Mono.fromDirect(this.handler.apply(request, response))
			.onErrorResume((error) -> BrokenAnswer.end(response, error));
	}

	/**
	 * Takes no new connections and lets requests in flight finish.
	 */
	void stop() {
		this.listeners.forEach((listener) -> listener.channel().close().syncUninterruptibly());
		this.drain.end(this.connections, IN_FLIGHT).toFuture().join();
	}

	/**
	 * Takes no new connections and breaks off requests in flight.
	 * @return completes when all connections are closed
	 */
	Mono<Void> stopNow() {
		return Mono.defer(() -> {
			List<Mono<Void>> closed = new ArrayList<>();
			this.listeners.forEach((listener) -> closed.add(FutureMono.from(listener.channel().close())));
			closed.add(FutureMono.from(this.connections.close()));
			return Mono.when(closed);
		});
	}

	/** The port of the first address, or -1 where that is none. */
	int port() {
		boolean onPort = !this.listeners.isEmpty() && this.listeners.get(0).address() instanceof InetSocketAddress;
		return onPort ? this.listeners.get(0).port() : -1;
	}

}
