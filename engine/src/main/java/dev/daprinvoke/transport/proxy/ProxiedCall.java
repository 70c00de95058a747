package dev.daprinvoke.transport.proxy;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.PooledConnection;
import dev.daprinvoke.transport.grpc.RawConnection;
import dev.daprinvoke.transport.grpc.RawStream;
import dev.daprinvoke.transport.grpc.StreamReader;

/**
 * One call that passes through: what its client sends goes on to a server, what that
 * answers goes back. Until there is a server, what the client sends waits, within the
 * stream's window. Data is credited to its sender when it is on its way, so that no more
 * than a window stays here in either direction.
 * <p>
 * It waits for a server ({@code begin}), has one ({@code opened}), and is over: with the
 * server's trailers, with a status of our own ({@code end}) or as its client leaves
 * ({@code left}). Lives on the event loop of the client's connection.
 */
public final class ProxiedCall implements StreamReader {

	/**
	 * How much earlier than here the deadline may pass at a server: it got it rounded.
	 */
	private static final long NEAR_DEADLINE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private final RawStream client;

	private final ProxiedHead head;

	private final ProxyLimits limits;

	private final long start = System.nanoTime();

	/** Null for a call that was refused at the door. */
	private ProxyObserver.@Nullable Ended observer;

	/** Counts what the client said first, until it is on its way. */
	private final CallMemory.Share waitingHead;

	private final EarlyData early;

	private final MessageSizes sent;

	private final MessageSizes answered;

	/** What the client does not read. */
	private final StalledStream unread;

	private @Nullable RawStream server;

	/** What the server does not read. */
	private @Nullable StalledStream unsent;

	private @Nullable MonoSink<StatusCode> outcome;

	private @Nullable Disposable performance;

	private @Nullable Future<?> deadline;

	private long deadlineNanos;

	private @Nullable String echoedBaggage;

	private boolean clientEnded;

	private boolean answering;

	private boolean over;

	ProxiedCall(RawStream client, ProxiedHead head, ProxyLimits limits, ProxyObserver.Ended observer) {
		this.observer = observer;
		this.client = client;
		this.head = head;
		this.limits = limits;
		this.waitingHead = limits.calls().share();
		this.early = new EarlyData(client);
		this.unread = new StalledStream(client, limits.memory(), () -> client.reset(Http2Error.ENHANCE_YOUR_CALM));
		this.sent = new MessageSizes(limits.maxMessageSize());
		this.answered = new MessageSizes(limits.maxMessageSize());
	}

	/**
	 * Begins the call.
	 * @param proxy performs it
	 * @param loop the event loop of the client's connection
	 */
	void begin(CallProxy proxy, EventExecutor loop) {
		if (!this.limits.memory().mayBegin() || !this.waitingHead.take(this.head.size())) {
			end(GrpcAnswer.NO_MEMORY);
			return;
		}
		long timeout;
		try {
			timeout = this.head.timeoutNanos();
		}
		catch (IllegalArgumentException ex) {
			end(new GrpcAnswer(StatusCode.INTERNAL, String.valueOf(ex.getMessage())));
			return;
		}
		if (timeout >= 0) {
			this.deadlineNanos = System.nanoTime() + timeout;
			this.deadline = loop.schedule(() -> end(GrpcAnswer.LATE), timeout, TimeUnit.NANOSECONDS);
		}
		Disposable running = Mono.from(proxy.proxy(this)).subscribe((done) -> {
		}, this::failed, () -> this.client.connection().run(() -> end(GrpcAnswer.NO_TRAILERS)));
		if (this.over) {
			running.dispose();
		}
		else {
			this.performance = running;
		}
	}

	/**
	 * What the client said first.
	 * @return the call's path and metadata
	 */
	public ProxiedHead head() {
		return this.head;
	}

	/**
	 * Answers the call. Called by who performs it, before the call goes anywhere.
	 * @param code the status code
	 * @param text the status message
	 * @param details a {@code google.rpc.Status}
	 */
	public void refuse(StatusCode code, String text, byte[] details) {
		this.observer = null;
		end(new GrpcAnswer(code, text, details));
	}

	/**
	 * Lets the answer's headers hold the baggage that came with the call.
	 * @param baggage the header's value
	 */
	public void echoBaggage(String baggage) {
		this.echoedBaggage = baggage;
	}

	/**
	 * Lets the call go on over a connection. Only once for a call.
	 * @param connection an open connection that was begun for it; given back at its end
	 * @param authority whom the connection leads to
	 * @return the status that the client got when the call has ended; empty if the
	 * connection was lost before the call began on it
	 */
	public Mono<StatusCode> sendOver(PooledConnection connection, String authority) {
		return Mono.create((sink) -> this.client.connection().run(() -> open(connection, authority, sink)));
	}

	private void open(PooledConnection connection, String authority, MonoSink<StatusCode> sink) {
		RawConnection frames = connection.frames();
		if (frames == null || this.over) {
			connection.end();
			sink.success(this.over ? StatusCode.CANCELLED : null);
			return;
		}
		this.outcome = sink;
		long left = (this.deadline != null) ? Math.max(0, this.deadlineNanos - System.nanoTime()) : -1;
		Http2Headers headers = this.head.toSend(connection.scheme(), authority, left);
		ProxiedAnswer answer = new ProxiedAnswer(this, this.client.connection(), connection);
		frames.run(() -> {
			RawStream opened = frames.open(headers, answer);
			opened.creditTo(this.client);
			this.client.connection().run(() -> opened(opened, answer));
		});
	}

	private void opened(RawStream stream, ProxiedAnswer answer) {
		if (answer.isRefused()) {
			return;
		}
		if (this.over) {
			stream.connection().run(() -> stream.reset(Http2Error.CANCEL));
			return;
		}
		this.head.forget();
		this.waitingHead.giveBack();
		this.server = stream;
		this.unsent = new StalledStream(stream, this.limits.memory(),
				() -> this.client.connection().run(() -> end(GrpcAnswer.NO_MEMORY)));
		this.client.creditTo(stream);
		ByteBuf data = this.early.take();
		if (data != null) {
			pass(stream, data, data.readableBytes(), this.clientEnded);
		}
	}

	/** The server's stream did not begin; another one may, if nothing was passed on. */
	void notBegun(GrpcAnswer reason) {
		MonoSink<StatusCode> sink = this.outcome;
		if (this.server != null || sink == null || this.over) {
			end(reason);
			return;
		}
		this.outcome = null;
		sink.success();
	}

	@Override
	public void headersRead(Http2Headers headers, boolean end) {
		// Trailers, which clients of gRPC do not have.
		if (end) {
			dataRead(Unpooled.EMPTY_BUFFER, 0, true);
		}
	}

	@Override
	public int dataRead(ByteBuf data, int credit, boolean end) {
		this.clientEnded |= end;
		if (this.over || (!end && !data.isReadable())) {
			return credit;
		}
		long tooLarge = this.sent.follow(data);
		if (tooLarge >= 0) {
			end(GrpcAnswer.tooLarge(tooLarge, this.limits.maxMessageSize()));
			return credit;
		}
		if (!this.limits.memory().mayGoOn()) {
			end(GrpcAnswer.NO_MEMORY);
			return credit;
		}
		RawStream stream = this.server;
		int padding = credit - data.readableBytes();
		if (stream != null) {
			pass(stream, data.retain(), data.readableBytes(), end);
		}
		else if (!this.early.add(data)) {
			end(GrpcAnswer.NO_MEMORY);
			return credit;
		}
		return padding;
	}

	private void pass(RawStream to, ByteBuf data, int credit, boolean end) {
		StalledStream waiting = this.unsent;
		to.connection().run(() -> {
			to.data(data, credit, end);
			if (waiting != null) {
				waiting.watch();
			}
		});
	}

	/** The server's first headers, or its trailers. */
	void answerHeaders(Http2Headers headers, boolean end) {
		if (this.over) {
			return;
		}
		if (!this.answering) {
			if (isInterim(headers)) {
				if (end) {
					end(GrpcAnswer.NO_TRAILERS);
				}
				return;
			}
			GrpcAnswer problem = GrpcAnswer.problem(headers);
			if (problem != null) {
				end(problem);
				return;
			}
			Http2Headers first = (this.echoedBaggage != null) ? GrpcAnswer.withBaggage(headers, this.echoedBaggage)
					: headers;
			this.answering = true;
			write(first, end, GrpcAnswer.code(headers));
		}
		else {
			write(headers, true, GrpcAnswer.code(headers));
		}
	}

	private static boolean isInterim(Http2Headers headers) {
		CharSequence status = headers.status();
		return status != null && status.length() == 3 && status.charAt(0) == '1';
	}

	private void write(Http2Headers headers, boolean end, StatusCode code) {
		if (!end) {
			this.client.headers(headers, false);
			return;
		}
		finish(headers);
		letGo(code);
	}

	/** Data of the server's answer; released here. */
	void answerData(ByteBuf data, int credit, boolean end) {
		if (this.over) {
			data.release();
			return;
		}
		if (!this.answering) {
			// HTTP/2 has headers first.
			data.release();
			end(GrpcAnswer.NO_TRAILERS);
			return;
		}
		long tooLarge = this.answered.follow(data);
		if (tooLarge >= 0 || !this.limits.memory().mayGoOn()) {
			data.release();
			end((tooLarge >= 0) ? GrpcAnswer.tooLarge(tooLarge, this.limits.maxMessageSize()) : GrpcAnswer.NO_MEMORY);
			return;
		}
		if (data.isReadable()) {
			this.client.data(data, credit, false);
			this.unread.watch();
		}
		else {
			data.release();
		}
		if (end) {
			end(GrpcAnswer.NO_TRAILERS);
		}
	}

	/** The server's stream is over, or it says that it gives it up. */
	void answerEnded(GrpcAnswer reason) {
		// A server that knows the deadline gives up at that moment, too.
		boolean late = reason.code() == StatusCode.CANCELLED && this.deadline != null
				&& this.deadlineNanos - System.nanoTime() < NEAR_DEADLINE_NANOS;
		end(late ? GrpcAnswer.LATE : reason);
	}

	private void failed(Throwable error) {
		GrpcAnswer answer = (error instanceof InvokeException failure) ? GrpcAnswer.of(failure)
				: new GrpcAnswer(StatusCode.INTERNAL, String.valueOf(error.getMessage()));
		this.client.connection().run(() -> end(answer));
	}

	/** Answers with a status of our own. */
	private void end(GrpcAnswer answer) {
		if (this.over) {
			return;
		}
		if (answer == GrpcAnswer.NO_MEMORY && this.client.isHeldUp()) {
			// What the client does not read would stay, and the answer behind it.
			this.over = true;
			this.client.reset(Http2Error.ENHANCE_YOUR_CALM);
		}
		else {
			finish(answer.trailers(!this.answering));
		}
		giveUpServer();
		letGo(answer.code());
	}

	// A client that still sends is told to stop, but not before it has the answer.
	private void finish(Http2Headers trailers) {
		this.over = true;
		this.unread.watch();
		this.client.headers(trailers, true).addListener((written) -> {
			if (!this.clientEnded) {
				this.client.reset(Http2Error.NO_ERROR);
			}
		});
	}

	private void giveUpServer() {
		RawStream stream = this.server;
		if (stream != null) {
			stream.connection().run(() -> stream.reset(Http2Error.CANCEL));
		}
	}

	private void letGo(StatusCode code) {
		if (this.observer != null) {
			this.observer.ended(code, System.nanoTime() - this.start);
		}
		Future<?> waiting = this.deadline;
		if (waiting != null) {
			waiting.cancel(false);
		}
		this.early.discard();
		this.waitingHead.giveBack();
		RawStream stream = this.server;
		if (stream != null) {
			stream.connection().run(stream::resetIfSending);
		}
		MonoSink<StatusCode> sink = this.outcome;
		if (sink != null) {
			sink.success(code);
		}
		else if (this.performance != null) {
			this.performance.dispose();
		}
	}

	@Override
	public void resetRead(long error) {
		left();
	}

	@Override
	public void closed() {
		left();
	}

	private void left() {
		if (!this.over) {
			this.over = true;
			giveUpServer();
			letGo(StatusCode.CANCELLED);
		}
	}

}
