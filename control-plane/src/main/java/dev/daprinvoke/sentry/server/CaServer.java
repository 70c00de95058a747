package dev.daprinvoke.sentry.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.netty.handler.ssl.SslContext;

import dev.daprinvoke.identity.SentryClient;

/**
 * The gRPC server of the API {@code dapr.proto.sentry.v1.CA}, over TLS.
 */
public final class CaServer {

	/** A request has a certificate request and a token, some kilobytes each. */
	private static final int LARGEST_REQUEST = 256 << 10;

	private static final int MOST_WAITING = 10_000;

	private static final int MOST_CALLS = 100;

	private final Server server;

	private final ExecutorService threads;

	private CaServer(Server server, ExecutorService threads) {
		this.server = server;
		this.threads = threads;
	}

	/**
	 * Binds it and starts.
	 * @param address where to listen
	 * @param security how connections begin
	 * @param signing answers requests
	 * @return the running server
	 * @throws IOException if the address cannot be bound
	 */
	public static CaServer start(InetSocketAddress address, SslContext security, Signing signing) throws IOException {
		ThreadPoolExecutor threads = threads();
		Server server = NettyServerBuilder.forAddress(address)
			.sslContext(security)
			.executor(threads)
			.handshakeTimeout(10, TimeUnit.SECONDS)
			.maxInboundMessageSize(LARGEST_REQUEST)
			.maxConcurrentCallsPerConnection(MOST_CALLS)
			.maxConnectionIdle(5, TimeUnit.MINUTES)
			.permitKeepAliveTime(8, TimeUnit.SECONDS)
			.permitKeepAliveWithoutCalls(true)
			.addService(service(signing))
			.build()
			.start();
		return new CaServer(server, threads);
	}

	// Signing is work, not waiting; only a validator may wait, for keys that it fetches.
	private static ThreadPoolExecutor threads() {
		int most = 4 * Runtime.getRuntime().availableProcessors();
		AtomicInteger count = new AtomicInteger();
		ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MOST_WAITING), (task) -> {
					Thread thread = new Thread(task, "signing-" + count.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				}, new ThreadPoolExecutor.CallerRunsPolicy());
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	private static ServerServiceDefinition service(Signing signing) {
		return ServerServiceDefinition.builder(SentryClient.SERVICE)
			.addMethod(SentryClient.SIGN, ServerCalls.asyncUnaryCall((request, observer) -> {
				try {
					observer.onNext(signing.sign(request));
					observer.onCompleted();
				}
				catch (StatusException ex) {
					observer.onError(ex);
				}
			}))
			.build();
	}

	/**
	 * The port it listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.getPort();
	}

	/** Takes no more calls, and lets those in flight finish, for five seconds at most. */
	public void close() throws InterruptedException {
		this.server.shutdown();
		if (!this.server.awaitTermination(5, TimeUnit.SECONDS)) {
			this.server.shutdownNow();
		}
		this.threads.shutdown();
	}

}
