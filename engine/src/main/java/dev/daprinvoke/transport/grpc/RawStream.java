package dev.daprinvoke.transport.grpc;

import java.nio.channels.ClosedChannelException;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a {@link RawConnection}, to be written to on the connection's event loop.
 * Small pieces of data that come in one turn of the loop travel in one frame. What is
 * written to a stream that is over is given back, and nobody is told.
 */
public final class RawStream {

	/** Larger pieces travel as they are. */
	private static final int SMALL = 2048;

	/** Fits into one frame of HTTP/2's first size. */
	private static final int GATHERED = 16 * 1024;

	private final RawConnection connection;

	private final int id;

	private @Nullable Http2Stream stream;

	private boolean gone;

	private @Nullable RawStream source;

	private @Nullable IntConsumer onWritten;

	private @Nullable ByteBuf gathered;

	/** Whether what is gathered stands in a buffer of our own. */
	private boolean joined;

	private boolean unwritten;

	private int credit;

	private boolean ended;

	private long written;

	RawStream(RawConnection connection, int id) {
		this.connection = connection;
		this.id = id;
	}

	void attach(Http2Stream known) {
		this.stream = known;
	}

	/** Whether the connection does not have it yet. */
	boolean isUnknown() {
		return this.stream == null;
	}

	/** Says that the connection never had it, and never will. */
	void end() {
		this.gone = true;
	}

	/** Whether the connection never had it. */
	boolean isGone() {
		return this.gone;
	}

	int id() {
		return this.id;
	}

	/**
	 * Whether data waits here until the other side reads what came before.
	 * @return whether there is any
	 */
	public boolean isHeldUp() {
		Http2Stream known = this.stream;
		if (known == null || isOver()) {
			return false;
		}
		ByteBuf pieces = this.gathered;
		return hasQueued(known) || (pieces != null && mayWait(pieces));
	}

	/**
	 * How much has been written, to be compared with what it was before.
	 * @return a number that grows as the other side reads
	 */
	public long written() {
		return this.written;
	}

	/**
	 * The connection.
	 * @return its frames
	 */
	public RawConnection connection() {
		return this.connection;
	}

	/**
	 * Makes a buffer of the connection's kind.
	 * @param bytes how many bytes it has room for at first
	 * @return the buffer
	 */
	public ByteBuf allocate(int bytes) {
		return this.connection.context().alloc().buffer(Math.max(1, bytes));
	}

	/**
	 * Names the stream whose data is to be written here, so that it gets its credit back
	 * when that is on its way.
	 * @param origin the stream, of any connection
	 */
	public void creditTo(RawStream origin) {
		this.source = origin;
	}

	/**
	 * Says who is told when data that was written here is on its way, or never will be.
	 * @param told takes the number of bytes, on the event loop
	 */
	void onWritten(IntConsumer told) {
		this.onWritten = told;
	}

	/** Whether the peer has said that it has not looked at the stream, and never will. */
	boolean isBeyondGoAway() {
		Http2Connection known = this.connection.http2().connection();
		return known.goAwayReceived() && this.id > known.local().lastStreamKnownByPeer();
	}

	/** What the peer has said when it went away. */
	String goAwayError() {
		return this.connection.goAwayError();
	}

	/** Whether it was broken off here. */
	boolean isResetByUs() {
		Http2Stream known = this.stream;
		return known != null && known.isResetSent();
	}

	/**
	 * Writes headers.
	 * @param headers the headers, not to be changed any more
	 * @param end whether nothing follows
	 * @return completes when they are on their way
	 */
	public ChannelFuture headers(Http2Headers headers, boolean end) {
		writeGathered();
		ChannelHandlerContext context = this.connection.context();
		Http2Stream known = this.stream;
		if (known != null && !known.state().localSideOpen()) {
			// Netty would end the connection.
			return context.newFailedFuture(new ClosedChannelException());
		}
		ChannelFuture written = this.connection.http2()
			.encoder()
			.writeHeaders(context, this.id, headers, 0, end, context.newPromise());
		this.connection.flushSoon();
		return written;
	}

	/**
	 * Writes data.
	 * @param data the bytes; released here
	 * @param bytes how many bytes of its source's window it took
	 * @param end whether nothing follows
	 */
	public void data(ByteBuf data, int bytes, boolean end) {
		ByteBuf before = this.gathered;
		if (before != null && !data.isReadable()) {
			data.release();
		}
		else if (before == null || data.readableBytes() > SMALL
				|| before.readableBytes() + data.readableBytes() > GATHERED || !join(before, data)) {
			writeGathered();
			this.gathered = data;
			this.joined = false;
		}
		this.credit += bytes;
		this.ended = end;
		if (!this.unwritten) {
			this.unwritten = true;
			this.connection.flushSoon(this);
		}
	}

	private boolean join(ByteBuf before, ByteBuf data) {
		ByteBuf own = before;
		if (!this.joined) {
			try {
				own = allocate(GATHERED);
			}
			catch (OutOfMemoryError ex) {
				return false;
			}
			own.writeBytes(before);
			before.release();
			this.gathered = own;
			this.joined = true;
		}
		own.writeBytes(data);
		data.release();
		return true;
	}

	/** Writes what was gathered in this turn of the loop. */
	void flush() {
		this.unwritten = false;
		writeGathered();
	}

	private void writeGathered() {
		ByteBuf pieces = this.gathered;
		if (pieces == null) {
			return;
		}
		this.gathered = null;
		ByteBuf data = mayWait(pieces) ? compact(pieces) : pieces;
		int bytes = this.credit;
		this.credit = 0;
		RawStream origin = this.source;
		ChannelHandlerContext context = this.connection.context();
		ChannelFuture written = this.connection.http2()
			.encoder()
			.writeData(context, this.id, data, 0, this.ended, context.newPromise());
		written.addListener((done) -> {
			if (done.isSuccess()) {
				this.written++;
			}
			else {
				// Without this piece the rest says something else.
				reset(Http2Error.INTERNAL_ERROR);
			}
			if (bytes > 0 && origin != null) {
				origin.connection.run(() -> origin.read(bytes));
			}
			IntConsumer told = this.onWritten;
			if (bytes > 0 && told != null) {
				told.accept(bytes);
			}
		});
	}

	private boolean mayWait(ByteBuf pieces) {
		Http2Stream known = this.stream;
		if (known == null) {
			return true;
		}
		return hasQueued(known) || pieces.readableBytes() > Math.min(flow().windowSize(known),
				flow().windowSize(this.connection.http2().connection().connectionStream()));
	}

	private boolean hasQueued(Http2Stream known) {
		return flow().hasFlowControlled(known);
	}

	private Http2RemoteFlowController flow() {
		return this.connection.http2().connection().remote().flowController();
	}

	/** What waits for the other side to read keeps no more memory than it has bytes. */
	private ByteBuf compact(ByteBuf data) {
		if (data.readableBytes() > SMALL && (!this.joined || data.readableBytes() * 2 > data.capacity())) {
			return data;
		}
		ByteBuf exact;
		try {
			exact = allocate(data.readableBytes());
		}
		catch (OutOfMemoryError ex) {
			return data;
		}
		exact.writeBytes(data);
		data.release();
		return exact;
	}

	/**
	 * Gives the stream up if we have not ended our side of it.
	 */
	public void resetIfSending() {
		Http2Stream known = this.stream;
		if (known == null || known.state().localSideOpen()) {
			reset(Http2Error.CANCEL);
		}
	}

	/**
	 * Gives the stream up.
	 * @param error what to tell the other side
	 */
	public void reset(Http2Error error) {
		ByteBuf data = this.gathered;
		this.gathered = null;
		if (data != null) {
			data.release();
		}
		if (isOver()) {
			return;
		}
		ChannelHandlerContext context = this.connection.context();
		this.connection.http2().encoder().writeRstStream(context, this.id, error.code(), context.newPromise());
		this.connection.flushSoon();
	}

	private boolean isOver() {
		Http2Stream known = this.stream;
		return this.gone || (known != null && (known.isResetSent() || known.state() == Http2Stream.State.CLOSED
				|| this.connection.http2().connection().stream(this.id) == null));
	}

	/**
	 * Lets the other side send more.
	 * @param bytes how many bytes of the window are free again
	 */
	public void read(int bytes) {
		Http2Stream known = this.stream;
		if (known == null || bytes == 0) {
			return;
		}
		try {
			if (this.connection.http2().connection().local().flowController().consumeBytes(known, bytes)) {
				this.connection.flushSoon();
			}
		}
		catch (Http2Exception ex) {
			reset(Http2Error.FLOW_CONTROL_ERROR);
		}
	}

}
