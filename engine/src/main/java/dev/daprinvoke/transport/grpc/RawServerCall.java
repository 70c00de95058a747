package dev.daprinvoke.transport.grpc;

import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.grpc.Attributes;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A call that is served on a stream beneath gRPC: what gRPC's own calls do, for less. Its
 * methods may be called on any thread, one after the other; its listener is called on the
 * connection's event loop.
 *
 * @param <Q> requests
 * @param <A> answers
 */
final class RawServerCall<Q, A> extends ServerCall<Q, A> {

	private static final int READY_THRESHOLD = 32 * 1024;

	/** As gRPC for Go says. */
	private static final Status UNREADABLE = Status.INTERNAL
		.withDescription("grpc: error unmarshalling request: proto: cannot parse invalid wire-format data");

	private final RawStream stream;

	private final MethodDescriptor<Q, A> method;

	private final LoopQueue loop;

	private final Exchange exchange = new Exchange();

	private final MessageReader messages;

	private final @Nullable String authority;

	private final MessageLimit limit;

	private final BooleanSupplier hasRoom;

	private volatile MessageWriter writer = new MessageWriter(READY_THRESHOLD);

	private volatile boolean cancelled;

	/**
	 * Creates a call.
	 * @param stream the stream that a client has begun
	 * @param authority whom the client named as the server, or {@code null}
	 * @param method the method it calls
	 * @param limit of a request's messages
	 * @param hasRoom whether there is memory for more of what waits
	 */
	RawServerCall(RawStream stream, @Nullable String authority, MethodDescriptor<Q, A> method, MessageLimit limit,
			BooleanSupplier hasRoom) {
		this.stream = stream;
		this.authority = authority;
		this.method = method;
		this.limit = limit;
		this.hasRoom = hasRoom;
		this.loop = new LoopQueue(stream.connection().loop());
		this.messages = new MessageReader(stream::allocate, stream::read, limit.bytes(), this.exchange);
		stream.onWritten(this.exchange::written);
	}

	/**
	 * Begins to be served. On the event loop.
	 * @param handler serves it
	 * @param metadata what came with it
	 * @param deadline when it is to be over, or {@code null}
	 * @return reads the stream
	 */
	StreamReader begin(ServerCallHandler<Q, A> handler, Metadata metadata, @Nullable Deadline deadline) {
		this.exchange.guarded(() -> CallDeadline.serving(deadline, () -> {
			this.exchange.listener = handler.startCall(this, metadata);
		}));
		if (deadline != null && !this.exchange.finished) {
			this.exchange.deadline = this.stream.connection()
				.loop()
				.schedule(
						() -> this.exchange.fail(Status.DEADLINE_EXCEEDED.withDescription("context deadline exceeded")),
						Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)), TimeUnit.NANOSECONDS);
		}
		return this.exchange;
	}

	@Override
	public void request(int count) {
		this.loop.submit(() -> this.exchange.request(count));
	}

	@Override
	public void sendHeaders(Metadata metadata) {
		Http2Headers headers = RawHeaders.answer(metadata);
		this.loop.submit(() -> this.exchange.begin(headers));
	}

	@Override
	public void sendMessage(A message) {
		ByteBuf bytes;
		try {
			bytes = this.writer.encode(this.method.streamResponse(message), this.stream.connection().context().alloc());
		}
		catch (RuntimeException | Error ex) {
			// Without this message the rest says something else.
			this.loop.submit(() -> this.exchange
				.fail(Status.RESOURCE_EXHAUSTED.withDescription("a message could not be made: " + ex.getMessage())));
			return;
		}
		this.loop.submit(() -> this.exchange.write(bytes));
	}

	@Override
	public boolean isReady() {
		return !this.cancelled && this.writer.isReady();
	}

	@Override
	public void setOnReadyThreshold(int bytes) {
		this.writer = new MessageWriter(bytes);
	}

	@Override
	public void close(Status status, Metadata trailers) {
		this.loop.submit(() -> this.exchange.finish(status, trailers));
	}

	@Override
	public boolean isCancelled() {
		return this.cancelled;
	}

	@Override
	public Attributes getAttributes() {
		return this.stream.connection().peer();
	}

	@Override
	public @Nullable String getAuthority() {
		return this.authority;
	}

	@Override
	public MethodDescriptor<Q, A> getMethodDescriptor() {
		return this.method;
	}

	/** The stream's side of the call, on the event loop. */
	private final class Exchange implements StreamReader, MessageReader.Sink {

		private @Nullable Listener<Q> listener;

		private @Nullable Future<?> deadline;

		private boolean headersSent;

		private boolean clientEnded;

		private boolean halfClosed;

		private boolean finished;

		private boolean failed;

		private boolean over;

		void request(int count) {
			RawServerCall.this.messages.request(count);
			halfCloseIfRead();
		}

		void begin(Http2Headers headers) {
			if (!this.over && !this.finished && !this.headersSent) {
				this.headersSent = true;
				RawServerCall.this.stream.headers(headers, false);
			}
		}

		void write(ByteBuf bytes) {
			if (this.over || this.finished) {
				bytes.release();
				return;
			}
			RawServerCall.this.stream.data(bytes, bytes.readableBytes(), false);
		}

		private void written(int bytes) {
			Listener<Q> told = this.listener;
			if (RawServerCall.this.writer.written(bytes) && told != null && !this.over && !this.finished) {
				guarded(told::onReady);
			}
		}

		void finish(Status status, Metadata trailers) {
			if (this.over || this.finished) {
				return;
			}
			this.finished = true;
			RawServerCall.this.messages.close();
			RawServerCall.this.stream.headers(RawHeaders.trailers(status, trailers, !this.headersSent), true)
				.addListener((written) -> {
					if (!this.clientEnded) {
						RawServerCall.this.stream.reset(Http2Error.NO_ERROR);
					}
				});
		}

		@Override
		public void headersRead(Http2Headers headers, boolean end) {
			if (end) {
				this.clientEnded = true;
				halfCloseIfRead();
			}
		}

		@Override
		public int dataRead(ByteBuf data, int credit, boolean end) {
			int back = RawServerCall.this.messages.data(data, credit);
			if (end) {
				this.clientEnded = true;
				halfCloseIfRead();
			}
			return back;
		}

		private void halfCloseIfRead() {
			Listener<Q> told = this.listener;
			if (!this.clientEnded || this.halfClosed || this.finished || this.over || told == null
					|| !RawServerCall.this.messages.hasNoMessage()) {
				return;
			}
			this.halfClosed = true;
			if (RawServerCall.this.messages.isEmpty()) {
				guarded(told::onHalfClose);
			}
			else {
				fail(Status.INTERNAL.withDescription("Encountered end-of-stream mid-frame"));
			}
		}

		// One call's trouble is not the connection's.
		private void guarded(Runnable callback) {
			try {
				callback.run();
			}
			catch (RuntimeException | Error ex) {
				fail(Status.UNKNOWN.withDescription("Application error processing RPC").withCause(ex));
			}
		}

		// A status behind data that nobody reads would never arrive.
		private void fail(Status status) {
			boolean heldUp = RawServerCall.this.stream.isHeldUp();
			if (this.finished && !heldUp) {
				return;
			}
			this.failed = true;
			if (heldUp) {
				RawServerCall.this.stream.reset(Http2Error.CANCEL);
			}
			else {
				finish(status, new Metadata());
			}
			cancel();
		}

		@Override
		public boolean hasRoom() {
			return RawServerCall.this.hasRoom.getAsBoolean();
		}

		@Override
		public void message(InputStream message) {
			Listener<Q> told = this.listener;
			if (told == null) {
				return;
			}
			guarded(() -> {
				Q parsed;
				try {
					parsed = RawServerCall.this.method.parseRequest(message);
				}
				catch (StatusRuntimeException ex) {
					fail(UNREADABLE);
					return;
				}
				told.onMessage(parsed);
			});
		}

		@Override
		public void broken(MessageReader.Problem problem, long value) {
			fail(switch (problem) {
				case COMPRESSED -> RawHeaders.badFlag(value);
				case TOO_LARGE -> Status.RESOURCE_EXHAUSTED.withDescription(RawServerCall.this.limit.received(value));
				case NO_MEMORY -> Status.RESOURCE_EXHAUSTED.withDescription("no memory for a message");
			});
		}

		@Override
		public void resetRead(long error) {
			cancel();
		}

		@Override
		public void closed() {
			if (this.finished && !this.failed && !this.over) {
				this.over = true;
				forgetDeadline();
				Listener<Q> told = this.listener;
				if (told != null) {
					told.onComplete();
				}
				return;
			}
			cancel();
		}

		private void forgetDeadline() {
			if (this.deadline != null) {
				this.deadline.cancel(false);
			}
		}

		private void cancel() {
			if (this.over) {
				return;
			}
			this.over = true;
			forgetDeadline();
			RawServerCall.this.cancelled = true;
			RawServerCall.this.messages.close();
			Listener<Q> told = this.listener;
			if (told != null) {
				told.onCancel();
			}
		}

	}

}
