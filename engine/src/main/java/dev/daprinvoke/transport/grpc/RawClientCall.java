package dev.daprinvoke.transport.grpc;

import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A call on a stream beneath gRPC: what gRPC's own calls do, for less. Its methods may be
 * called on any thread, one after the other; its listener is called on the connection's
 * event loop.
 *
 * @param <Q> requests
 * @param <A> answers
 */
public final class RawClientCall<Q, A> extends ClientCall<Q, A> {

	private static final Status LOST = Status.UNAVAILABLE.withDescription("Network closed for unknown reason");

	private static final Status LATE = Status.DEADLINE_EXCEEDED.withDescription("context deadline exceeded");

	private static final int READY_THRESHOLD = 32 * 1024;

	private final RawConnection connection;

	private final MethodDescriptor<Q, A> method;

	private final AsciiString path;

	private final CallOptions options;

	private final Limits limits;

	private final LoopQueue loop;

	private final MessageWriter writer;

	private @Nullable Exchange exchange;

	/**
	 * What a call is held to, and who learns of it.
	 *
	 * @param scheme the connection's scheme
	 * @param authority whom it leads to
	 * @param messages of an answer
	 * @param hasRoom whether there is memory for more of what waits
	 * @param sent told when the call is on its way
	 */
	public record Limits(CharSequence scheme, CharSequence authority, MessageLimit messages, BooleanSupplier hasRoom,
			Runnable sent) {

	}

	/**
	 * Creates a call.
	 * @param connection an open connection
	 * @param method the method
	 * @param path its path, with a leading slash
	 * @param options deadline and threshold
	 * @param limits what else there is to say
	 */
	public RawClientCall(RawConnection connection, MethodDescriptor<Q, A> method, AsciiString path, CallOptions options,
			Limits limits) {
		this.connection = connection;
		this.method = method;
		this.path = path;
		this.options = options;
		this.limits = limits;
		this.loop = new LoopQueue(connection.loop());
		Integer threshold = options.getOnReadyThreshold();
		this.writer = new MessageWriter((threshold != null) ? threshold : READY_THRESHOLD);
	}

	@Override
	public void start(Listener<A> listener, Metadata metadata) {
		Exchange begun = new Exchange(listener);
		this.exchange = begun;
		Deadline deadline = this.options.getDeadline();
		CharSequence timeout = null;
		if (deadline != null) {
			timeout = GrpcTimeout.text(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
		}
		Http2Headers headers = RawHeaders.request(this.limits.scheme(), this.limits.authority(), this.path, timeout,
				metadata);
		this.loop.submit(() -> begun.begin(headers, deadline));
	}

	private Exchange exchange() {
		Exchange begun = this.exchange;
		if (begun == null) {
			throw new IllegalStateException("not started");
		}
		return begun;
	}

	@Override
	public void request(int count) {
		Exchange begun = exchange();
		this.loop.submit(() -> begun.request(count));
	}

	@Override
	public void cancel(@Nullable String message, @Nullable Throwable cause) {
		Exchange begun = exchange();
		this.loop.submit(() -> begun.giveUp(Status.CANCELLED.withDescription(message).withCause(cause)));
	}

	@Override
	public void halfClose() {
		Exchange begun = exchange();
		this.loop.submit(() -> begun.write(Unpooled.EMPTY_BUFFER, true));
	}

	@Override
	public void sendMessage(Q message) {
		Exchange begun = exchange();
		ByteBuf bytes;
		try {
			bytes = this.writer.encode(this.method.streamRequest(message), this.connection.context().alloc());
		}
		catch (RuntimeException | Error ex) {
			// Without this message the rest says something else.
			cancel("a message could not be made", ex);
			return;
		}
		this.loop.submit(() -> begun.write(bytes, false));
	}

	@Override
	public boolean isReady() {
		Exchange begun = this.exchange;
		return begun != null && begun.opened && this.writer.isReady();
	}

	/** The stream's side of the call, on the event loop. */
	private final class Exchange implements StreamReader, MessageReader.Sink {

		private final Listener<A> listener;

		private volatile boolean opened;

		private @Nullable RawStream stream;

		private @Nullable MessageReader messages;

		private @Nullable Future<?> deadline;

		private int askedEarly;

		private @Nullable Deadline until;

		private boolean onItsWay;

		private boolean answering;

		private boolean over;

		private @Nullable Status ending;

		private Metadata trailers = new Metadata();

		Exchange(Listener<A> listener) {
			this.listener = listener;
		}

		void begin(Http2Headers headers, @Nullable Deadline until) {
			if (this.over) {
				return;
			}
			this.until = until;
			if (until != null && until.isExpired()) {
				close(LATE);
				return;
			}
			RawStream begun = RawClientCall.this.connection.open(headers, this);
			if (this.over) {
				return;
			}
			this.stream = begun;
			begun.onWritten(this::written);
			this.messages = new MessageReader(begun::allocate, begun::read,
					RawClientCall.this.limits.messages().bytes(), this);
			this.messages.request(this.askedEarly);
			if (until != null) {
				this.deadline = RawClientCall.this.connection.loop()
					.schedule(() -> giveUp(LATE), Math.max(0, until.timeRemaining(TimeUnit.NANOSECONDS)),
							TimeUnit.NANOSECONDS);
			}
			if (this.onItsWay) {
				ready();
			}
		}

		@Override
		public void begun() {
			this.onItsWay = true;
			if (!this.over && this.stream != null) {
				ready();
			}
		}

		private void ready() {
			RawClientCall.this.limits.sent().run();
			this.opened = true;
			guarded(this.listener::onReady);
		}

		// One call's trouble is not the connection's.
		private void guarded(Runnable callback) {
			try {
				callback.run();
			}
			catch (RuntimeException | Error ex) {
				giveUp(Status.CANCELLED.withDescription("a call failed by itself").withCause(ex));
			}
		}

		void request(int count) {
			MessageReader reader = this.messages;
			if (reader == null) {
				this.askedEarly += count;
				return;
			}
			if (!this.over) {
				reader.request(count);
				endIfRead();
			}
		}

		void write(ByteBuf bytes, boolean end) {
			RawStream to = this.stream;
			if (this.over || to == null) {
				bytes.release();
				return;
			}
			to.data(bytes, bytes.readableBytes(), end);
		}

		private void written(int bytes) {
			if (RawClientCall.this.writer.written(bytes) && !this.over) {
				guarded(this.listener::onReady);
			}
		}

		void giveUp(Status status) {
			if (this.over) {
				return;
			}
			// A reset may tell of the end before it returns.
			RawStream begun = this.stream;
			close(status);
			if (begun != null) {
				begun.reset(Http2Error.CANCEL);
			}
		}

		private void close(Status status) {
			if (this.over) {
				return;
			}
			this.over = true;
			this.opened = false;
			if (this.deadline != null) {
				this.deadline.cancel(false);
			}
			if (this.messages != null) {
				this.messages.close();
			}
			this.listener.onClose(status, this.trailers);
		}

		private void end(Status status) {
			this.opened = false;
			if (this.ending == null) {
				this.ending = status;
			}
			endIfRead();
		}

		private void endIfRead() {
			Status status = this.ending;
			if (status != null && (this.messages == null || this.messages.hasNoMessage())) {
				boolean cut = status.isOk() && this.messages != null && !this.messages.isEmpty();
				close(cut ? Status.INTERNAL.withDescription("Encountered end-of-stream mid-frame") : status);
			}
		}

		@Override
		public void headersRead(Http2Headers headers, boolean end) {
			if (this.over || this.ending != null) {
				return;
			}
			if (end) {
				stopSending();
				guarded(() -> this.trailers = RawHeaders.metadata(headers));
				end(RawHeaders.status(headers, this.trailers));
				return;
			}
			if (this.answering || isInterim(headers)) {
				return;
			}
			this.answering = true;
			Status foreign = RawHeaders.notGrpc(headers);
			if (foreign != null) {
				this.trailers = RawHeaders.metadata(headers);
				giveUp(foreign);
				return;
			}
			guarded(() -> this.listener.onHeaders(RawHeaders.metadata(headers)));
		}

		private static boolean isInterim(Http2Headers headers) {
			CharSequence status = headers.status();
			return status != null && status.length() == 3 && status.charAt(0) == '1';
		}

		@Override
		public int dataRead(ByteBuf data, int credit, boolean end) {
			MessageReader reader = this.messages;
			if (this.over || reader == null) {
				return credit;
			}
			int back = reader.data(data, credit);
			if (end) {
				stopSending();
				end(Status.INTERNAL.withDescription("server closed the stream without sending trailers"));
			}
			return back;
		}

		// Who answers early has heard enough.
		private void stopSending() {
			if (this.stream != null) {
				this.stream.resetIfSending();
			}
		}

		@Override
		public void message(InputStream message) {
			guarded(() -> this.listener.onMessage(RawClientCall.this.method.parseResponse(message)));
		}

		@Override
		public boolean hasRoom() {
			return RawClientCall.this.limits.hasRoom().getAsBoolean();
		}

		@Override
		public void broken(MessageReader.Problem problem, long value) {
			giveUp(switch (problem) {
				case COMPRESSED -> RawHeaders.badFlag(value);
				case TOO_LARGE ->
					Status.RESOURCE_EXHAUSTED.withDescription(RawClientCall.this.limits.messages().received(value));
				case NO_MEMORY -> Status.RESOURCE_EXHAUSTED.withDescription("no memory for a message");
			});
		}

		@Override
		public void resetRead(long error) {
			Status status = RawHeaders.ofReset(error);
			boolean late = status.getCode() == Status.Code.CANCELLED && this.until != null && this.until.isExpired();
			end(late ? LATE : status);
		}

		@Override
		public void closed() {
			RawStream begun = this.stream;
			if (begun != null && begun.isBeyondGoAway()) {
				end(Status.UNAVAILABLE
					.withDescription("Abrupt GOAWAY closed sent stream. HTTP/2 error code: " + begun.goAwayError()));
			}
			else if (begun != null && begun.isResetByUs()) {
				end(Status.INTERNAL.withDescription("http2 exception"));
			}
			else {
				end(LOST);
			}
		}

		@Override
		public void refused(@Nullable Throwable reason) {
			close((reason instanceof Http2Exception.HeaderListSizeException)
					? Status.RESOURCE_EXHAUSTED.withDescription(reason.getMessage())
					: Status.UNAVAILABLE.withDescription("connection lost before the call"));
		}

	}

}
