package dev.daprinvoke.sidecar.api.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.transport.grpc.CallDeadline;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.PeerStatus;

/**
 * A method of the gRPC API: one message comes, one goes, or a status.
 *
 * @param <Q> what comes
 * @param <A> what goes
 */
final class UnaryMethod<Q extends MessageLite, A extends MessageLite> implements ServerCallHandler<Q, A> {

	private static final Metadata.Key<String> USER_AGENT = Metadata.Key.of("user-agent",
			Metadata.ASCII_STRING_MARSHALLER);

	/** The message, and an answer that may be as large. */
	private static final long COPIES = 2;

	private final Behaviour<Q, A> behaviour;

	private final ApiCalls calls;

	UnaryMethod(Behaviour<Q, A> behaviour, ApiCalls calls) {
		this.behaviour = behaviour;
		this.calls = calls;
	}

	/**
	 * What the method does.
	 *
	 * @param <Q> what comes
	 * @param <A> what goes
	 */
	@FunctionalInterface
	interface Behaviour<Q, A> {

		/**
		 * Answers a call.
		 * @param message what came
		 * @param context the call's metadata, and whom its client named as the server
		 * @return the answer; cancelled when the client leaves or its deadline passes
		 */
		Mono<UnaryAnswer<A>> answer(Q message, UnaryContext context);

	}

	/**
	 * What comes with a message.
	 *
	 * @param metadata the call's metadata
	 * @param authority whom the client named as the server, or {@code null}
	 */
	record UnaryContext(Metadata metadata, @Nullable String authority) {

	}

	/**
	 * What goes back.
	 *
	 * @param <A> the message's type
	 * @param headers the answer's metadata
	 * @param message the message, or {@code null} if the status is no success
	 * @param status the status
	 * @param trailers the trailers
	 */
	record UnaryAnswer<A>(Metadata headers, @Nullable A message, Status status, Metadata trailers) {

		static <A> UnaryAnswer<A> of(A message) {
			return new UnaryAnswer<>(new Metadata(), message, Status.OK, new Metadata());
		}

	}

	@Override
	public ServerCall.Listener<Q> startCall(ServerCall<Q, A> call, Metadata metadata) {
		call.request(2);
		return new Serving(call, metadata);
	}

	private final class Serving extends ServerCall.Listener<Q> {

		private final ServerCall<Q, A> call;

		private final UnaryContext context;

		private final long start = System.nanoTime();

		private final CallMemory.Share memory = CallMemory.ofThisProcess().share();

		private final @Nullable Deadline deadline = CallDeadline.current();

		private @Nullable Q message;

		private volatile @Nullable Disposable running;

		private volatile boolean closed;

		Serving(ServerCall<Q, A> call, Metadata metadata) {
			this.call = call;
			this.context = new UnaryContext(metadata, call.getAuthority());
		}

		private void stop() {
			Disposable performance = this.running;
			if (performance != null) {
				performance.dispose();
			}
		}

		@Override
		public void onMessage(Q received) {
			this.message = received;
			if (!this.memory.take(COPIES * received.getSerializedSize()) || !this.memory.hasRoom(true)) {
				fail(Status.RESOURCE_EXHAUSTED.withDescription(new BodyMemoryException().getMessage()).asException());
				this.message = null;
			}
		}

		@Override
		public void onHalfClose() {
			Q received = this.message;
			if (this.closed) {
				return;
			}
			if (received == null) {
				end(new UnaryAnswer<>(new Metadata(), null, Status.INTERNAL.withDescription("no message came"),
						new Metadata()));
				return;
			}
			this.running = Mono.defer(() -> UnaryMethod.this.behaviour.answer(received, this.context))
				.contextWrite(CallDeadline.carrying(this.deadline))
				.subscribe(this::end, this::fail);
			if (this.closed) {
				stop();
			}
		}

		private void fail(Throwable error) {
			Metadata trailers = (error instanceof StatusException known && known.getTrailers() != null)
					? known.getTrailers() : new Metadata();
			Status status = (error instanceof StatusException known) ? known.getStatus()
					: Status.INTERNAL.withDescription(String.valueOf(error.getMessage()));
			end(new UnaryAnswer<>(new Metadata(), null, status, trailers));
		}

		private synchronized void end(UnaryAnswer<A> answer) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			A message = answer.message();
			if (message != null || !answer.headers().keys().isEmpty()) {
				this.call.sendHeaders(answer.headers());
			}
			if (message != null) {
				this.call.sendMessage(message);
			}
			this.call.close(answer.status(), answer.trailers());
			count(answer.status(), (message != null) ? message.getSerializedSize() : 0);
		}

		@Override
		public void onComplete() {
			this.memory.giveBack();
		}

		@Override
		public void onCancel() {
			this.memory.giveBack();
			synchronized (this) {
				if (!this.closed) {
					this.closed = true;
					boolean late = this.deadline != null && this.deadline.isExpired();
					count(late ? Status.DEADLINE_EXCEEDED : Status.CANCELLED, 0);
				}
			}
			stop();
		}

		private void count(Status status, int bytesOut) {
			Q received = this.message;
			UnaryMethod.this.calls.ended("/" + this.call.getMethodDescriptor().getFullMethodName(),
					this.context.metadata().get(USER_AGENT), PeerStatus.code(status), System.nanoTime() - this.start,
					(received != null) ? received.getSerializedSize() : 0, bytesOut);
		}

	}

}
