package dev.daprinvoke.scenario.grpc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.netty.handler.ssl.SslContext;

import dev.daprinvoke.protocol.common.InvokeRequest;
import dev.daprinvoke.protocol.common.InvokeResponse;
import dev.daprinvoke.testkit.GrpcScript;

/**
 * An app that speaks gRPC: {@code OnInvoke}, a health check that can be made to fail, and
 * any other method, which answers each message by itself.
 */
final class TestGrpcApp implements AutoCloseable {

	/** What a client sends, and what it gets back of it as header and as trailer. */
	static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER);

	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("dapr-api-token",
			Metadata.ASCII_STRING_MARSHALLER);

	static final Metadata.Key<String> HEADER = Metadata.Key.of("x-app", Metadata.ASCII_STRING_MARSHALLER);

	private final GrpcScript server;

	private final List<InvokeRequest> invocations = new CopyOnWriteArrayList<>();

	private volatile Health health = Health.WELL;

	/** Which method was called with which token. */
	private final List<String> shown = new CopyOnWriteArrayList<>();

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostRunning = new AtomicInteger();

	private final CountDownLatch called = new CountDownLatch(1);

	private final CountDownLatch cancelled = new CountDownLatch(1);

	TestGrpcApp() {
		this.server = new GrpcScript(this::begin);
	}

	/** An app on a port that was chosen before. */
	TestGrpcApp(int port) {
		this.server = new GrpcScript(this::begin, port);
	}

	/** An app whose connections are encrypted. */
	TestGrpcApp(SslContext tls) {
		this.server = new GrpcScript(this::begin, tls);
	}

	int port() {
		return this.server.port();
	}

	/** Each call's metadata. */
	List<Metadata> calls() {
		return this.server.calls();
	}

	/** What {@code OnInvoke} got. */
	List<InvokeRequest> invocations() {
		return this.invocations;
	}

	/** What health checks meet. */
	enum Health {

		WELL, ILL, NOT_SERVED, SILENT

	}

	/** Lets health checks fail, or succeed. */
	void health(Health state) {
		this.health = state;
	}

	/** The last word of each method that was called, with the token it showed. */
	List<String> shown() {
		return this.shown;
	}

	/** How many health checks came. */
	int probes() {
		return (int) this.shown.stream().filter((line) -> line.startsWith("HealthCheck")).count();
	}

	/** How many calls of methods that wait ran at the same time at most. */
	int mostRunning() {
		return this.mostRunning.get();
	}

	/** Opens when a call that waits has come. */
	CountDownLatch called() {
		return this.called;
	}

	/** How many calls of methods that wait are running. */
	int running() {
		return this.running.get();
	}

	/** Opens when a call that waits is cancelled. */
	CountDownLatch cancelled() {
		return this.cancelled;
	}

	private ServerCall.Listener<byte[]> begin(ServerCall<byte[], byte[]> call, Metadata metadata) {
		String method = call.getMethodDescriptor().getFullMethodName();
		call.request(Integer.MAX_VALUE);
		this.shown.add(method.substring(method.indexOf('/') + 1) + " " + metadata.get(TOKEN));
		return method.startsWith("dapr.proto.runtime.v1.") ? new Callback(call, method, metadata)
				: new Echo(call, method, metadata);
	}

	private static Metadata back(Metadata metadata) {
		Metadata back = new Metadata();
		byte[] binary = metadata.get(BINARY);
		if (binary != null) {
			back.put(BINARY, binary);
		}
		return back;
	}

	/** The status whose code stands in a text. */
	private static Status status(String code) {
		return Status.fromCodeValue(Integer.parseInt(code)).withDescription("said 100 % nö");
	}

	private void enter() {
		this.mostRunning.accumulateAndGet(this.running.incrementAndGet(), Math::max);
		this.called.countDown();
	}

	@Override
	public void close() {
		this.server.close();
	}

	private final class Callback extends ServerCall.Listener<byte[]> {

		private final ServerCall<byte[], byte[]> call;

		private final String method;

		private final Metadata metadata;

		private boolean waiting;

		private byte[] message = {};

		Callback(ServerCall<byte[], byte[]> call, String method, Metadata metadata) {
			this.call = call;
			this.method = method;
			this.metadata = metadata;
		}

		@Override
		public void onMessage(byte[] received) {
			this.message = received;
		}

		@Override
		public void onHalfClose() {
			if (this.method.endsWith("/HealthCheck")) {
				check();
				return;
			}
			try {
				answer(InvokeRequest.parseFrom(this.message));
			}
			catch (InvalidProtocolBufferException ex) {
				throw new AssertionError(ex);
			}
		}

		private void check() {
			switch (TestGrpcApp.this.health) {
				case WELL -> {
					this.call.sendHeaders(new Metadata());
					this.call.sendMessage(new byte[0]);
					this.call.close(Status.OK, new Metadata());
				}
				case ILL -> this.call.close(Status.UNAVAILABLE.withDescription("ill"), new Metadata());
				case NOT_SERVED -> this.call.close(Status.UNIMPLEMENTED, new Metadata());
				case SILENT -> {
				}
			}
		}

		private void answer(InvokeRequest request) {
			TestGrpcApp.this.invocations.add(request);
			Metadata headers = back(this.metadata);
			headers.put(HEADER, "yes");
			switch (request.getMethod()) {
				case "wait" -> {
					this.waiting = true;
					enter();
				}
				case "gone" -> {
					this.call.sendHeaders(headers);
					this.call.close(Status.NOT_FOUND.withDescription("gone"), new Metadata());
				}
				case "fail" -> {
					this.call.sendHeaders(headers);
					this.call.close(status(request.getData().getValue().toStringUtf8()), back(this.metadata));
				}
				default -> {
					this.call.sendHeaders(headers);
					this.call.sendMessage(InvokeResponse.newBuilder()
						.setContentType("text/plain")
						.setData(Any.newBuilder().setValue(request.getData().getValue()))
						.build()
						.toByteArray());
					this.call.close(Status.OK, back(this.metadata));
				}
			}
		}

		@Override
		public void onCancel() {
			if (this.waiting) {
				TestGrpcApp.this.running.decrementAndGet();
				TestGrpcApp.this.cancelled.countDown();
			}
		}

	}

	private final class Echo extends ServerCall.Listener<byte[]> {

		private final ServerCall<byte[], byte[]> call;

		private final String method;

		private final Metadata metadata;

		private boolean answering;

		private Status status = Status.OK;

		Echo(ServerCall<byte[], byte[]> call, String method, Metadata metadata) {
			this.call = call;
			this.method = method;
			this.metadata = metadata;
			if (method.endsWith("/Wait")) {
				enter();
			}
		}

		@Override
		public void onMessage(byte[] message) {
			if (this.method.endsWith("/Echo")) {
				begin();
				this.call.sendMessage(message);
			}
			else if (this.method.endsWith("/Fail")) {
				this.status = status(new String(message, StandardCharsets.UTF_8));
			}
		}

		private void begin() {
			if (!this.answering) {
				this.answering = true;
				Metadata headers = back(this.metadata);
				headers.put(HEADER, "yes");
				this.call.sendHeaders(headers);
			}
		}

		@Override
		public void onHalfClose() {
			if (this.method.endsWith("/Wait")) {
				return;
			}
			begin();
			this.call.close(this.method.endsWith("/Gone") ? Status.NOT_FOUND.withDescription("gone") : this.status,
					back(this.metadata));
		}

		@Override
		public void onCancel() {
			if (this.method.endsWith("/Wait")) {
				TestGrpcApp.this.running.decrementAndGet();
				TestGrpcApp.this.cancelled.countDown();
			}
		}

	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
