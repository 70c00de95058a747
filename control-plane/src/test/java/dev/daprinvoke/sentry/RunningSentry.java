package dev.daprinvoke.sentry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.identity.SentryClient;
import dev.daprinvoke.process.signal.SignalSource;
import dev.daprinvoke.process.signal.Signals;
import dev.daprinvoke.protocol.sentry.SignCertificateRequest;
import dev.daprinvoke.protocol.sentry.SignCertificateResponse;

/**
 * A Sentry in this process, with everything but the signals of the operating system.
 */
final class RunningSentry implements AutoCloseable {

	private static final long LIMIT_SECONDS = 30;

	final Path folder;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final CompletableFuture<Integer> exit = new CompletableFuture<>();

	private final Hand hand = new Hand();

	private final List<String> arguments;

	private final int port = freePort();

	private final int healthPort = freePort();

	private final int metricsPort = freePort();

	private @Nullable ManagedChannel channel;

	/** Sends signals when asked to. */
	private static final class Hand implements SignalSource {

		private @Nullable Consumer<String> handler;

		@Override
		public @Nullable String take(String name, Consumer<String> to) {
			this.handler = to;
			return null;
		}

	}

	/**
	 * Prepares one that is not started.
	 * @param folder where its Configuration and credentials are
	 * @param mtls the Configuration's {@code mtls} member as YAML, indented by four
	 * @param flags further flags
	 */
	RunningSentry(Path folder, String mtls, String... flags) throws IOException {
		this.folder = folder;
		Path config = Files.writeString(folder.resolve("config.yaml"), """
				apiVersion: dapr.io/v1alpha1
				kind: Configuration
				metadata:
				  name: daprsystem
				spec:
				  mtls:
				    enabled: true
				""" + mtls);
		this.arguments = new ArrayList<>(List.of("--config", config.toString(), "--issuer-credentials",
				folder.resolve("credentials").toString(), "--listen-address=127.0.0.1", "--port=" + this.port,
				"--healthz-listen-address=127.0.0.1", "--healthz-port=" + this.healthPort,
				"--metrics-listen-address=127.0.0.1", "--metrics-port=" + this.metricsPort));
		this.arguments.addAll(List.of(flags));
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Starts it, and waits until it serves or has ended. */
	RunningSentry start(Map<String, String> environment) {
		PrintStream print = new PrintStream(this.out, true, StandardCharsets.UTF_8);
		Signals signals = new Signals(this.hand, (code) -> this.exit.complete(code));
		signals.install();
		Thread thread = new Thread(() -> {
			try {
				this.exit.complete(
						new Sentry(environment, print, print, signals).run(this.arguments.toArray(String[]::new)));
			}
			catch (InterruptedException | RuntimeException ex) {
				this.exit.completeExceptionally(ex);
			}
		}, "sentry");
		thread.setDaemon(true);
		thread.start();
		await(() -> said().contains(" serves on port ") || this.exit.isDone());
		return this;
	}

	/** Waits for something that other threads bring about. */
	static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new AssertionError("did not happen within " + LIMIT_SECONDS + " s");
			}
			LockSupport.parkNanos(5_000_000);
		}
	}

	String said() {
		return this.out.toString(StandardCharsets.UTF_8);
	}

	int port() {
		return this.port;
	}

	int healthPort() {
		return this.healthPort;
	}

	int metricsPort() {
		return this.metricsPort;
	}

	Path credentials(String name) {
		return this.folder.resolve("credentials").resolve(name);
	}

	void signal(String name) {
		Objects.requireNonNull(this.hand.handler).accept(name);
	}

	int exitCode() throws Exception {
		return this.exit.get(LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	/** Asks as a test client that believes every server. */
	SignCertificateResponse ask(SignCertificateRequest request) {
		return ClientCalls.blockingUnaryCall(channel(), SentryClient.SIGN,
				CallOptions.DEFAULT.withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS), request);
	}

	private synchronized ManagedChannel channel() {
		ManagedChannel open = this.channel;
		if (open == null) {
			try {
				open = NettyChannelBuilder.forAddress("127.0.0.1", this.port)
					.sslContext(GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
						.trustManager(InsecureTrustManagerFactory.INSTANCE)
						.endpointIdentificationAlgorithm(null)
						.build())
					.build();
			}
			catch (SSLException ex) {
				throw new IllegalStateException(ex);
			}
			this.channel = open;
		}
		return open;
	}

	@Override
	public void close() throws Exception {
		if (this.channel != null) {
			this.channel.shutdownNow().awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		if (!this.exit.isDone()) {
			signal("TERM");
		}
		exitCode();
	}

}
