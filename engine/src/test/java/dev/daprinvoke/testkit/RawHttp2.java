package dev.daprinvoke.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One end of an HTTP/2 connection that does nothing by itself: it answers no ping (RFC
 * 9113, section 4.1).
 */
public final class RawHttp2 implements AutoCloseable {

	/** The type of frames that begin a stream or end it. */
	public static final int HEADERS = 1;

	/** The type of frames that break a stream off. */
	public static final int RST_STREAM = 3;

	/** The type of ping frames. */
	public static final int PING = 6;

	/** The type of frames that end a connection. */
	public static final int GO_AWAY = 7;

	private static final int DATA = 0;

	private static final int SETTINGS = 4;

	private static final int CONTINUATION = 9;

	private static final byte INITIAL_WINDOW_SIZE = 4;

	/** The largest frame that everybody takes. */
	private static final int FRAME = 16 * 1024;

	private static final int ACK = 1;

	private static final int END_STREAM = 1;

	private static final int END_HEADERS = 4;

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final Socket socket;

	private final DataInputStream in;

	/**
	 * A frame.
	 *
	 * @param type its type
	 * @param flags its flags
	 * @param stream the stream it belongs to, or 0
	 * @param payload its bytes behind the head
	 */
	public record Frame(int type, int flags, int stream, byte[] payload) {

		/**
		 * Whether it asks for an answer.
		 * @return whether it has no ACK flag
		 */
		public boolean isQuestion() {
			return (this.type != SETTINGS && this.type != PING) || (this.flags & ACK) == 0;
		}

		String text() {
			return new String(this.payload, StandardCharsets.ISO_8859_1);
		}

		boolean isLastOfStream() {
			return this.type == RST_STREAM
					|| ((this.type == DATA || this.type == HEADERS) && (this.flags & END_STREAM) != 0);
		}

	}

	private RawHttp2(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(20_000);
		this.in = new DataInputStream(socket.getInputStream());
	}

	/**
	 * Greets a server.
	 * @param socket connected to it
	 * @return the connection
	 * @throws IOException if it breaks
	 */
	public static RawHttp2 client(Socket socket) throws IOException {
		return client(socket, new byte[0]);
	}

	/**
	 * Greets a server and lets it send no data on any stream.
	 * @param socket connected to it
	 * @return the connection
	 * @throws IOException if it breaks
	 */
	public static RawHttp2 clientThatReadsNothing(Socket socket) throws IOException {
		return client(socket, new byte[] { 0, INITIAL_WINDOW_SIZE, 0, 0, 0, 0 });
	}

	private static RawHttp2 client(Socket socket, byte[] settings) throws IOException {
		RawHttp2 http2 = new RawHttp2(socket);
		socket.getOutputStream().write(PREFACE);
		http2.send(SETTINGS, 0, settings);
		return http2;
	}

	/**
	 * Greets a client.
	 * @param socket connected to it
	 * @return the connection
	 * @throws IOException if it breaks
	 */
	public static RawHttp2 server(Socket socket) throws IOException {
		RawHttp2 http2 = new RawHttp2(socket);
		http2.in.readFully(new byte[PREFACE.length]);
		http2.send(SETTINGS, 0, new byte[0]);
		http2.send(SETTINGS, ACK, new byte[0]);
		return http2;
	}

	/**
	 * Sends a frame that belongs to no stream.
	 * @param type its type
	 * @param flags its flags
	 * @param payload its bytes behind the head
	 * @throws IOException if the connection is broken
	 */
	public void send(int type, int flags, byte[] payload) throws IOException {
		sendTimes(1, type, flags, payload);
	}

	/**
	 * Sends a frame that belongs to no stream several times at once, so that whoever ends
	 * the connection at one of them has read all.
	 * @param times how often
	 * @param type its type
	 * @param flags its flags
	 * @param payload its bytes behind the head
	 * @throws IOException if the connection is broken
	 */
	public void sendTimes(int times, int type, int flags, byte[] payload) throws IOException {
		ByteBuffer frames = ByteBuffer.allocate(times * (9 + payload.length));
		for (int i = 0; i < times; i++) {
			frames.putInt(payload.length << 8 | type).put((byte) flags).putInt(0).put(payload);
		}
		OutputStream out = this.socket.getOutputStream();
		out.write(frames.array());
		out.flush();
	}

	/**
	 * Begins and ends a call of gRPC without a message.
	 * @param stream the stream
	 * @param path its full method with a leading slash, of less than 127 bytes
	 * @throws IOException if the connection is broken
	 */
	public void call(int stream, String path) throws IOException {
		call(stream, path, true);
	}

	/**
	 * Begins a call of gRPC.
	 * @param stream the stream
	 * @param path its full method with a leading slash
	 * @param end whether nothing follows
	 * @param metadata names and values by turns, all of less than 127 bytes
	 * @throws IOException if the connection is broken
	 */
	public void call(int stream, String path, boolean end, String... metadata) throws IOException {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		// :method: POST, :scheme: http and, without indexing, the rest
		block.write(new byte[] { (byte) 0x83, (byte) 0x86 });
		literal(block, new byte[] { 1 }, "localhost");
		literal(block, new byte[] { 4 }, path);
		literal(block, new byte[] { 0x0f, 0x10 }, "application/grpc");
		literal(block, new byte[] { 0, 2, 't', 'e' }, "trailers");
		for (int i = 0; i < metadata.length; i += 2) {
			block.write(0);
			literal(block, new byte[0], metadata[i]);
			literal(block, new byte[0], metadata[i + 1]);
		}
		sendHeaders(stream, end, block.toByteArray());
	}

	private static void literal(ByteArrayOutputStream block, byte[] name, String value) throws IOException {
		block.write(name);
		block.write(value.length());
		block.write(value.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Sends headers, in as many frames as they take.
	 * @param stream the stream
	 * @param end whether nothing follows
	 * @param block the headers, compressed as HPACK says
	 * @throws IOException if the connection is broken
	 */
	public void sendHeaders(int stream, boolean end, byte[] block) throws IOException {
		int sent = 0;
		do {
			int size = Math.min(FRAME, block.length - sent);
			boolean last = sent + size == block.length;
			int flags = ((sent == 0 && end) ? END_STREAM : 0) | (last ? END_HEADERS : 0);
			send(stream, (sent == 0) ? HEADERS : CONTINUATION, flags, Arrays.copyOfRange(block, sent, sent + size));
			sent += size;
		}
		while (sent < block.length);
	}

	/**
	 * Sends data.
	 * @param stream the stream
	 * @param data the bytes, no more than one frame takes
	 * @throws IOException if the connection is broken
	 */
	public void sendData(int stream, byte[] data) throws IOException {
		sendData(stream, data, false);
	}

	/**
	 * Sends data.
	 * @param stream the stream
	 * @param data the bytes, no more than one frame takes
	 * @param end whether nothing follows
	 * @throws IOException if the connection is broken
	 */
	public void sendData(int stream, byte[] data, boolean end) throws IOException {
		send(stream, DATA, end ? END_STREAM : 0, data);
	}

	/**
	 * Breaks a stream off.
	 * @param stream the stream
	 * @param error the error code
	 * @throws IOException if the connection is broken
	 */
	public void reset(int stream, int error) throws IOException {
		send(stream, RST_STREAM, 0, ByteBuffer.allocate(4).putInt(error).array());
	}

	private void send(int stream, int type, int flags, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
		OutputStream out = this.socket.getOutputStream();
		out.write(frame.array());
		out.flush();
	}

	/**
	 * Reads up to a frame.
	 * @param type the type to wait for
	 * @return the first frame of that type that is a question
	 * @throws IOException if the connection ends before, or twenty seconds pass
	 */
	public Frame await(int type) throws IOException {
		Frame frame = read();
		while (frame.type() != type || !frame.isQuestion()) {
			frame = read();
		}
		return frame;
	}

	/**
	 * Reads up to the end of a stream.
	 * @param stream the stream
	 * @return the frame that has ended it
	 * @throws IOException if the connection ends before, or twenty seconds pass
	 */
	public Frame awaitEndOf(int stream) throws IOException {
		Frame frame = read();
		while (frame.stream() != stream || !frame.isLastOfStream()) {
			frame = read();
		}
		return frame;
	}

	/**
	 * Reads a whole answer.
	 * @param stream the stream
	 * @return what can be read of its frames without knowing their compression: all
	 * headers of a connection's first answer are there as they are
	 * @throws IOException if the stream is reset, the connection ends before, or twenty
	 * seconds pass
	 */
	public String answerOn(int stream) throws IOException {
		StringBuilder text = new StringBuilder();
		Frame frame;
		do {
			frame = read();
			if (frame.stream() == stream) {
				text.append(frame.text());
			}
		}
		while (frame.stream() != stream || !frame.isLastOfStream());
		if (frame.type() == RST_STREAM) {
			throw new IOException("reset with error " + frame.payload()[3] + " behind " + text);
		}
		return text.toString();
	}

	private Frame read() throws IOException {
		int head = this.in.readInt();
		int flags = this.in.readUnsignedByte();
		int stream = this.in.readInt();
		return new Frame(head & 0xff, flags, stream, this.in.readNBytes(head >>> 8));
	}

	/**
	 * Reads up to the end of the connection.
	 * @throws IOException if twenty seconds pass without a byte
	 */
	public void awaitEnd() throws IOException {
		try {
			while (true) {
				await(-1);
			}
		}
		catch (EOFException ex) {
			// That is what was waited for.
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
