package dev.daprinvoke.transport.grpc;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.grpc.Attributes;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one gRPC connection: those of streams that gRPC does not know go to their
 * {@link StreamReader}, all others to gRPC. Everything else stays gRPC's: settings,
 * pings, limits, the end. Lives on the connection's event loop, but for
 * {@link #run(Runnable)}.
 */
public final class RawConnection extends Http2FrameListenerDecorator {

	/** Some numbers are left for who asks late, and for gRPC. */
	private static final int LAST_STREAM = Integer.MAX_VALUE - 1_000_000;

	private static final AsciiString CONNECT = AsciiString.cached("CONNECT");

	/** How many bytes may wait for a client to read from its socket. */
	private static final long MOST_UNREAD = 1 << 20;

	private final Http2ConnectionHandler http2;

	private final Http2Connection connection;

	private final Http2Connection.PropertyKey readerKey;

	private final Http2Connection.PropertyKey begunKey;

	private final @Nullable StreamAcceptor acceptor;

	private final Queue<RawStream> unwritten = new ArrayDeque<>();

	private final Runnable flush = this::flush;

	private volatile @Nullable ChannelHandlerContext context;

	private boolean flushing;

	private String goAwayError = "";

	private @Nullable Attributes peer;

	private RawConnection(Http2ConnectionHandler http2, @Nullable StreamAcceptor acceptor) {
		super(http2.decoder().frameListener());
		this.http2 = http2;
		this.connection = http2.connection();
		this.readerKey = this.connection.newKey();
		this.begunKey = this.connection.newKey();
		this.acceptor = acceptor;
	}

	/**
	 * Puts itself between a connection and gRPC.
	 * @param http2 the connection's handler, before it is connected
	 * @param acceptor decides about clients' streams, or {@code null} to leave all to
	 * gRPC
	 * @return the connection's frames
	 */
	static RawConnection beneath(Http2ConnectionHandler http2, @Nullable StreamAcceptor acceptor) {
		RawConnection raw = new RawConnection(http2, acceptor);
		http2.decoder().frameListener(raw);
		raw.connection.addListener(new Http2ConnectionAdapter() {

			@Override
			public void onStreamClosed(Http2Stream stream) {
				StreamReader reader = stream.removeProperty(raw.readerKey);
				if (reader != null) {
					reader.closed();
					raw.closeIfShutDown();
				}
			}

		});
		return raw;
	}

	/**
	 * Runs a task on the connection's event loop, at once if this is it.
	 * @param task the task; after the loop's end it is not run
	 */
	public void run(Runnable task) {
		ChannelHandlerContext own = context();
		if (own.executor().inEventLoop()) {
			task.run();
		}
		else {
			own.executor().execute(task);
		}
	}

	/**
	 * The connection's event loop.
	 * @return the loop
	 */
	public EventExecutor loop() {
		return context().executor();
	}

	/**
	 * Who is on the other side, for {@link PeerIdentity}.
	 * @return what its certificate says, without anything on a connection in plaintext
	 */
	public Attributes peer() {
		Attributes known = this.peer;
		if (known == null) {
			known = PeerIdentity.of(context().channel());
			this.peer = known;
		}
		return known;
	}

	/**
	 * Begins a stream as a client. Fails by {@link StreamReader#refused}.
	 * @param headers the request's headers, ours from now on
	 * @param reader reads the stream
	 * @return the stream
	 */
	public RawStream open(Http2Headers headers, StreamReader reader) {
		int id = (isGoingAway() || !context().channel().isActive()) ? -1
				: this.connection.local().incrementAndGetNextStreamId();
		RawStream stream = new RawStream(this, id);
		if (id < 0) {
			refuse(stream, reader, null);
			return stream;
		}
		ChannelHandlerContext own = context();
		this.http2.encoder().writeHeaders(own, id, headers, 0, false, own.newPromise()).addListener((written) -> {
			if (stream.isUnknown() && written.isSuccess()) {
				// It waited for another stream's end, or was given up meanwhile.
				attach(stream, reader);
			}
			if (stream.isUnknown()) {
				refuse(stream, reader, written.cause());
			}
			else if (written.isSuccess()) {
				reader.begun();
			}
		});
		if (!stream.isGone()) {
			attach(stream, reader);
		}
		flushSoon();
		return stream;
	}

	private static void refuse(RawStream stream, StreamReader reader, @Nullable Throwable reason) {
		stream.end();
		reader.refused(reason);
	}

	private void attach(RawStream stream, StreamReader reader) {
		Http2Stream known = this.connection.stream(stream.id());
		if (known != null) {
			known.setProperty(this.readerKey, reader);
			stream.attach(known);
		}
	}

	/**
	 * Whether the connection is open, its peer takes further streams, and there are
	 * numbers for them. Any thread; what it says may be late.
	 * @return false if none may begin
	 */
	public boolean isUsable() {
		ChannelHandlerContext own = this.context;
		return own != null && own.channel().isActive() && !isGoingAway()
				&& this.connection.local().lastStreamCreated() < LAST_STREAM;
	}

	/** How many streams the peer allows at the same time, as it has told so far. */
	int streamLimit() {
		return this.connection.local().maxActiveStreams();
	}

	String goAwayError() {
		return this.goAwayError;
	}

	private boolean isGoingAway() {
		return this.connection.goAwayReceived() || this.connection.goAwaySent();
	}

	@Override
	public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
		this.context = ctx;
		super.onSettingsRead(ctx, settings);
	}

	@Override
	public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
			throws Http2Exception {
		if (!isTaken(streamId, headers, end)) {
			super.onHeadersRead(ctx, streamId, headers, padding, end);
		}
	}

	@Override
	public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int dependency,
			short weight, boolean exclusive, int padding, boolean end) throws Http2Exception {
		if (!isTaken(streamId, headers, end)) {
			super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, end);
		}
	}

	private boolean isTaken(int streamId, Http2Headers headers, boolean end) throws Http2Exception {
		Http2Stream stream = this.connection.stream(streamId);
		if (stream == null) {
			return false;
		}
		StreamReader known = stream.getProperty(this.readerKey);
		if (known != null) {
			noteLife(streamId);
			if (end && isShuttingDown()) {
				afterThisRead(stream, known, () -> known.headersRead(headers, true));
			}
			else {
				known.headersRead(headers, end);
			}
			return true;
		}
		if (this.acceptor == null || stream.getProperty(this.begunKey) != null) {
			return false;
		}
		stream.setProperty(this.begunKey, true);
		if (!isRequest(headers)) {
			refuse(streamId, Http2Error.PROTOCOL_ERROR);
			return true;
		}
		if (context().channel().bytesBeforeWritable() > MOST_UNREAD) {
			// Who reads none of our answers gets no more of them.
			refuse(streamId, Http2Error.ENHANCE_YOUR_CALM);
			return true;
		}
		return isAccepted(this.acceptor, stream, headers, end);
	}

	private void refuse(int streamId, Http2Error error) {
		this.http2.encoder().writeRstStream(context(), streamId, error.code(), context().newPromise());
		flushSoon();
	}

	// RFC 9113, section 8.3.1.
	private static boolean isRequest(Http2Headers headers) {
		CharSequence method = headers.method();
		return method != null
				&& (CONNECT.contentEquals(method) || (isGiven(headers.scheme()) && isGiven(headers.path())));
	}

	private static boolean isGiven(@Nullable CharSequence value) {
		return value != null && !value.isEmpty();
	}

	private boolean isAccepted(StreamAcceptor acceptor, Http2Stream known, Http2Headers headers, boolean end) {
		RawStream stream = new RawStream(this, known.id());
		stream.attach(known);
		StreamReader reader = acceptor.accept(stream, headers);
		if (reader == null) {
			return false;
		}
		known.setProperty(this.readerKey, reader);
		if (end) {
			reader.dataRead(Unpooled.EMPTY_BUFFER, 0, true);
		}
		return true;
	}

	@Override
	public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean end)
			throws Http2Exception {
		Http2Stream stream = this.connection.stream(streamId);
		StreamReader reader = (stream != null) ? stream.<StreamReader>getProperty(this.readerKey) : null;
		if (reader != null) {
			noteLife(streamId);
			int credit = data.readableBytes() + padding;
			if (!end || !isShuttingDown()) {
				return reader.dataRead(data, credit, end);
			}
			int given = (credit > 0) ? reader.dataRead(data, credit, false) : 0;
			afterThisRead(stream, reader, () -> reader.dataRead(Unpooled.EMPTY_BUFFER, 0, true));
			return given;
		}
		if (this.acceptor != null && !this.acceptor.hasRoom()) {
			// gRPC collects messages, however many calls there are.
			throw Http2Exception.streamError(streamId, Http2Error.ENHANCE_YOUR_CALM,
					"too many bodies in flight for this sidecar's memory");
		}
		return super.onDataRead(ctx, streamId, data, padding, end);
	}

	private boolean isShuttingDown() {
		return this.connection.isServer() && this.connection.goAwaySent();
	}

	// A connection that is shutting down is closed with its last stream. If that were
	// answered while its end is read, Netty would close it before the answer is flushed.
	private void afterThisRead(Http2Stream stream, StreamReader reader, Runnable end) {
		context().executor().execute(() -> {
			if (stream.<StreamReader>getProperty(this.readerKey) == reader) {
				end.run();
			}
		});
	}

	// gRPC asks by a ping whether the other side lives, unless it hears of something. For
	// that a server takes an empty frame of a stream it does not know, a client only a
	// ping, which it does not count.
	private void noteLife(int streamId) throws Http2Exception {
		ChannelHandlerContext own = context();
		if (this.connection.isServer()) {
			super.onDataRead(own, streamId, Unpooled.EMPTY_BUFFER, 0, false);
		}
		else {
			super.onPingRead(own, 0);
		}
	}

	@Override
	public void onGoAwayRead(ChannelHandlerContext ctx, int lastStreamId, long error, ByteBuf text)
			throws Http2Exception {
		Http2Error known = Http2Error.valueOf(error);
		this.goAwayError = (known != null) ? known.name() : Long.toString(error);
		super.onGoAwayRead(ctx, lastStreamId, error, text);
	}

	@Override
	public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long error) throws Http2Exception {
		// gRPC counts them, where it is told to.
		super.onRstStreamRead(ctx, streamId, error);
		Http2Stream stream = this.connection.stream(streamId);
		StreamReader reader = (stream != null) ? stream.<StreamReader>getProperty(this.readerKey) : null;
		if (reader != null) {
			reader.resetRead(error);
		}
	}

	// When a server breaks off its calls, gRPC closes the connection with the last of its
	// own.
	private void closeIfShutDown() {
		if (!isShuttingDown() || this.connection.remote().lastStreamKnownByPeer() == Integer.MAX_VALUE) {
			return;
		}
		context().executor().execute(() -> {
			if (this.connection.numActiveStreams() == 0) {
				flush();
				context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((done) -> context().close());
			}
		});
	}

	Http2ConnectionHandler http2() {
		return this.http2;
	}

	ChannelHandlerContext context() {
		return Objects.requireNonNull(this.context, "not connected");
	}

	/** Lets a stream write what it has gathered before the next flush. */
	void flushSoon(RawStream stream) {
		this.unwritten.add(stream);
		flushSoon();
	}

	/** Flushes when what was read is worked off. */
	void flushSoon() {
		if (!this.flushing) {
			this.flushing = true;
			context().executor().execute(this.flush);
		}
	}

	private void flush() {
		this.flushing = false;
		for (RawStream stream = this.unwritten.poll(); stream != null; stream = this.unwritten.poll()) {
			stream.flush();
		}
		this.http2.flush(context());
	}

}
