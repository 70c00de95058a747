package dev.daprinvoke.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

import dev.daprinvoke.protocol.internals.InternalInvokeResponseStream;

/**
 * A call to a sidecar's internal server, message by message as a test writes it down.
 */
public final class RawHopCall extends ClientCall.Listener<byte[]> {

	private final ClientCall<byte[], byte[]> call;

	private final List<byte[]> messages = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Status> status = new CompletableFuture<>();

	private volatile Metadata headers = new Metadata();

	private RawHopCall(ClientCall<byte[], byte[]> call) {
		this.call = call;
	}

	/**
	 * Begins a {@code CallLocalStream}.
	 * @param channel where to
	 * @param ahead how many messages may come, as if nobody read further ones
	 * @return the call
	 */
	public static RawHopCall stream(Channel channel, int ahead) {
		return start(new RawHopCall(channel.newCall(RawMethods.STREAM, CallOptions.DEFAULT)), ahead);
	}

	/**
	 * Begins a call of any method.
	 * @param channel where to
	 * @param method its full name
	 * @return the call
	 */
	public static RawHopCall of(Channel channel, String method) {
		return start(new RawHopCall(
				channel.newCall(RawMethods.method(method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT)), 1);
	}

	/**
	 * Begins a {@code CallLocalStream} whose messages are compressed by gzip.
	 * @param channel where to
	 * @return the call
	 */
	public static RawHopCall compressed(Channel channel) {
		RawHopCall call = start(
				new RawHopCall(channel.newCall(RawMethods.STREAM, CallOptions.DEFAULT.withCompression("gzip"))),
				Integer.MAX_VALUE);
		call.call.setMessageCompression(true);
		return call;
	}

	/**
	 * Begins a {@code CallLocalStream} of which all messages may come.
	 * @param channel where to
	 * @param metadata the call's metadata
	 * @return the call
	 */
	public static RawHopCall stream(Channel channel, Metadata metadata) {
		return start(new RawHopCall(channel.newCall(RawMethods.STREAM, CallOptions.DEFAULT)), metadata,
				Integer.MAX_VALUE);
	}

	/**
	 * Performs a {@code CallLocal}.
	 * @param channel where to
	 * @param message the request
	 * @return the call
	 */
	public static RawHopCall unary(Channel channel, byte[] message) {
		return start(new RawHopCall(channel.newCall(RawMethods.UNARY, CallOptions.DEFAULT)), 2).send(message)
			.complete();
	}

	private static RawHopCall start(RawHopCall call, int ahead) {
		return start(call, new Metadata(), ahead);
	}

	private static RawHopCall start(RawHopCall call, Metadata metadata, int ahead) {
		call.call.start(call, metadata);
		call.call.request(ahead);
		return call;
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
	public void onClose(Status closed, Metadata trailers) {
		this.status.complete(closed);
	}

	/**
	 * Sends a message.
	 * @param message any bytes
	 * @return this
	 */
	public RawHopCall send(byte[] message) {
		this.call.sendMessage(message);
		return this;
	}

	/**
	 * Ends the request.
	 * @return this
	 */
	public RawHopCall complete() {
		this.call.halfClose();
		return this;
	}

	/** Goes away. */
	public void cancel() {
		this.call.cancel("the test goes away", null);
	}

	/**
	 * Allows further messages to come.
	 * @param count how many
	 */
	public void request(int count) {
		this.call.request(count);
	}

	/**
	 * Waits for the end of the call, ten seconds at most.
	 * @return its status
	 */
	public Status status() {
		try {
			return this.status.get(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("the call did not end within 10 seconds", ex);
		}
	}

	/**
	 * The headers of the answer.
	 * @return the metadata; empty if the answer began with its end, or has not begun
	 */
	public Metadata headers() {
		return this.headers;
	}

	public boolean isOver() {
		return this.status.isDone();
	}

	/**
	 * The messages that came so far.
	 * @return any bytes
	 */
	public List<byte[]> messages() {
		return new ArrayList<>(this.messages);
	}

	/**
	 * The frames that came so far.
	 * @return the messages, parsed
	 */
	public List<InternalInvokeResponseStream> frames() {
		return this.messages.stream().map(RawHopCall::parse).toList();
	}

	/**
	 * The data of the frames that came so far.
	 * @return their payloads, joined
	 */
	public String text() {
		StringBuilder all = new StringBuilder();
		frames().forEach((frame) -> all.append(frame.getPayload().getData().toStringUtf8()));
		return all.toString();
	}

	private static InternalInvokeResponseStream parse(byte[] message) {
		try {
			return InternalInvokeResponseStream.parseFrom(message);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new AssertionError(ex);
		}
	}

}
