package dev.daprinvoke.benchmarks.grpc;

import java.util.ArrayDeque;
import java.util.Queue;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call at the app. What cannot be sent yet waits, and no more is asked for meanwhile.
 */
final class AppCall extends ServerCall.Listener<byte[]> {

	/** How many messages may come before the first was handled. */
	private static final int AHEAD = 256;

	private static final byte[] INVOKE_RESPONSE = Methods.invokeResponse();

	private final ServerCall<byte[], byte[]> call;

	private final Behaviour behaviour;

	private final Queue<byte[]> waiting = new ArrayDeque<>();

	private byte @Nullable [] repeated;

	private int taken;

	AppCall(ServerCall<byte[], byte[]> call, Behaviour behaviour) {
		this.call = call;
		this.behaviour = behaviour;
	}

	AppCall begin() {
		this.call.sendHeaders(new Metadata());
		this.call.request(AHEAD);
		return this;
	}

	@Override
	public void onMessage(byte[] message) {
		switch (this.behaviour) {
			case ECHO -> this.waiting.add(message);
			case INVOKE -> this.waiting.add(INVOKE_RESPONSE);
			case DOWN -> this.repeated = message;
			case UP -> {
				this.call.request(1);
				if (++this.taken % Methods.ACKNOWLEDGED == 0) {
					this.call.sendMessage(new byte[0]);
				}
			}
		}
		onReady();
	}

	@Override
	public void onReady() {
		byte[] again = this.repeated;
		while (again != null && this.call.isReady()) {
			this.call.sendMessage(again);
		}
		while (!this.waiting.isEmpty() && this.call.isReady()) {
			this.call.sendMessage(this.waiting.remove());
			this.call.request(1);
		}
	}

	@Override
	public void onHalfClose() {
		// A few may wait for room: they are sent all the same.
		this.waiting.forEach(this.call::sendMessage);
		this.waiting.clear();
		this.repeated = null;
		this.call.close(Status.OK, new Metadata());
	}

	/** What a method does with its messages. */
	enum Behaviour {

		ECHO, UP, DOWN, INVOKE;

		/** What a method does, or null if it is none of the app's. */
		static @Nullable Behaviour of(String method) {
			if (method.equals(Methods.UNARY.getFullMethodName()) || method.equals(Methods.ECHO.getFullMethodName())) {
				return ECHO;
			}
			if (method.equals(Methods.UP.getFullMethodName())) {
				return UP;
			}
			if (method.equals(Methods.DOWN.getFullMethodName())) {
				return DOWN;
			}
			boolean invocation = method.equals(Methods.ON_INVOKE)
					|| method.equals(Methods.INVOKE_SERVICE.getFullMethodName());
			return invocation ? INVOKE : null;
		}

	}

}
