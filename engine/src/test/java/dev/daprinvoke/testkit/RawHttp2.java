package dev.daprinvoke.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One end of an HTTP/2 connection that does nothing by itself: it answers no ping (RFC
 * 9113, section 4.1).
 */
public final class RawHttp2 implements AutoCloseable {

	/** The type of ping frames. */
	public static final int PING = 6;

	/** The type of frames that end a connection. */
	public static final int GO_AWAY = 7;

	private static final int SETTINGS = 4;

	private static final int ACK = 1;

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final Socket socket;

	private final DataInputStream in;

	/**
	 * A frame.
	 *
	 * @param type its type
	 * @param flags its flags
	 * @param payload its bytes behind the head
	 */
	public record Frame(int type, int flags, byte[] payload) {

		/**
		 * Whether it asks for an answer.
		 * @return whether it has no ACK flag
		 */
		public boolean isQuestion() {
			return (this.flags & ACK) == 0;
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
		RawHttp2 http2 = new RawHttp2(socket);
		socket.getOutputStream().write(PREFACE);
		http2.send(SETTINGS, 0, new byte[0]);
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
		send(1, type, flags, payload);
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
	public void send(int times, int type, int flags, byte[] payload) throws IOException {
		ByteBuffer frames = ByteBuffer.allocate(times * (9 + payload.length));
		for (int i = 0; i < times; i++) {
			frames.putInt(payload.length << 8 | type).put((byte) flags).putInt(0).put(payload);
		}
		OutputStream out = this.socket.getOutputStream();
		out.write(frames.array());
		out.flush();
	}

	/**
	 * Reads up to a frame.
	 * @param type the type to wait for
	 * @return the first frame of that type that is a question
	 * @throws IOException if the connection ends before, or twenty seconds pass
	 */
	public Frame await(int type) throws IOException {
		while (true) {
			int head = this.in.readInt();
			int flags = this.in.readUnsignedByte();
			this.in.readInt();
			Frame frame = new Frame(head & 0xff, flags, this.in.readNBytes(head >>> 8));
			if (frame.type() == type && frame.isQuestion()) {
				return frame;
			}
		}
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
