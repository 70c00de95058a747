package dev.daprinvoke.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/**
 * A call of any gRPC method, message by message as a test writes it down.
 */
public final class RawGrpcCall extends ClientCall.Listener<byte[]> {

	private final ClientCall<byte[], byte[]> call;

	private final List<byte[]> messages = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Status> status = new CompletableFuture<>();

	private volatile Metadata headers = new Metadata();

	private volatile Metadata trailers = new Metadata();

	private RawGrpcCall(ClientCall<byte[], byte[]> call) {
		this.call = call;
	}

	/**
	 * Begins a call of which all messages may come.
	 * @param channel where to
	 * @param method the full name
	 * @param metadata names and values by turns
	 * @return the call
	 */
	public static RawGrpcCall begin(Channel channel, String method, String... metadata) {
		return begin(channel, method, CallOptions.DEFAULT, Integer.MAX_VALUE, metadata);
	}

	/**
	 * Begins a call.
	 * @param channel where to
	 * @param method the full name
	 * @param options its options
	 * @param ahead how many messages may come
	 * @param metadata names and values by turns
	 * @return the call
	 */
	public static RawGrpcCall begin(Channel channel, String method, CallOptions options, int ahead,
			String... metadata) {
		return begin(channel.newCall(RawMethods.method(method, MethodType.BIDI_STREAMING), options), ahead, metadata);
	}

	/**
	 * Begins a call.
	 * @param call the call
	 * @param ahead how many messages may come
	 * @param metadata names and values by turns
	 * @return the call
	 */
	public static RawGrpcCall begin(ClientCall<byte[], byte[]> call, int ahead, String... metadata) {
		Metadata sent = new Metadata();
		for (int i = 0; i < metadata.length; i += 2) {
			if (metadata[i].endsWith("-bin")) {
				sent.put(Metadata.Key.of(metadata[i], Metadata.BINARY_BYTE_MARSHALLER),
						metadata[i + 1].getBytes(StandardCharsets.ISO_8859_1));
			}
			else {
				sent.put(key(metadata[i]), metadata[i + 1]);
			}
		}
		RawGrpcCall begun = new RawGrpcCall(call);
		begun.call.start(begun, sent);
		begun.call.request(ahead);
		return begun;
	}

	public static Metadata.Key<String> key(String name) {
		return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
	}

	@Override
	public void onHeaders(Metadata received) {
		this.headers = received;
	}

	@Override
	public void onMessage(byte[] message) {
		this.messages.add(message);
	}

	@Override
	public void onClose(Status closed, Metadata received) {
		this.trailers = received;
		this.status.complete(closed);
	}

	public RawGrpcCall send(byte[] message) {
		this.call.sendMessage(message);
		return this;
	}

	public RawGrpcCall send(String message) {
		return send(message.getBytes(StandardCharsets.UTF_8));
	}

	public RawGrpcCall complete() {
		this.call.halfClose();
		return this;
	}

	/** Lets further messages come. */
	public void request(int messages) {
		this.call.request(messages);
	}

	/** Goes away. */
	public void cancel() {
		this.call.cancel("the test goes away", null);
	}

	/** Whether the connection would take more without keeping it. */
	public boolean isReady() {
		return this.call.isReady();
	}

	public Status status() throws Exception {
		return status(Duration.ofSeconds(20));
	}

	/** Waits for the end, at most so long. */
	public Status status(Duration limit) throws Exception {
		return this.status.get(limit.toSeconds(), TimeUnit.SECONDS);
	}

	public boolean isOver() {
		return this.status.isDone();
	}

	public List<byte[]> messages() {
		return this.messages;
	}

	public List<String> texts() {
		return this.messages.stream().map((message) -> new String(message, StandardCharsets.UTF_8)).toList();
	}

	public Metadata headers() {
		return this.headers;
	}

	public Metadata trailers() {
		return this.trailers;
	}

}
