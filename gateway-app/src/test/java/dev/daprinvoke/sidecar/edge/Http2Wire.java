package dev.daprinvoke.sidecar.edge;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * An HTTP/2 client that sends what it is told to, whatever the server's settings say, and
 * looks at frames one by one.
 */
final class Http2Wire implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 20_000;

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RESET = 3;

	private static final int END_STREAM = 1;

	private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

	private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

	private final Socket socket;

	private final DataInputStream in;

	private final DataOutputStream out;

	Http2Wire(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.in = new DataInputStream(this.socket.getInputStream());
		this.out = new DataOutputStream(this.socket.getOutputStream());
		this.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		frame(4, 0, 0, new byte[0]);
	}

	/** Sends a request without a body. */
	void get(int stream, String path, String name, String value) throws Exception {
		Http2Headers headers = new DefaultHttp2Headers().method("GET")
			.scheme("http")
			.authority("h")
			.path(path)
			.set(name, value);
		frame(HEADERS, 5, stream, encoded(stream, headers));
	}

	/** Sends the headers of a request with a body, well-formed or not. */
	void begin(int stream, String path, String name, String value) throws Exception {
		Http2Headers headers = new DefaultHttp2Headers(false).method("POST")
			.scheme("http")
			.authority("h")
			.path(path)
			.add(name, value);
		frame(HEADERS, 4, stream, encoded(stream, headers));
	}

	void data(int stream, String text, boolean isLast) throws IOException {
		frame(DATA, isLast ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
	}

	byte[] encoded(int stream, Http2Headers headers) throws Exception {
		ByteBuf block = Unpooled.buffer();
		this.encoder.encodeHeaders(stream, headers, block);
		return ByteBufUtil.getBytes(block);
	}

	void frame(int type, int flags, int stream, byte[] payload) throws IOException {
		this.out.writeShort(payload.length >> 8);
		this.out.writeByte(payload.length);
		this.out.writeByte(type);
		this.out.writeByte(flags);
		this.out.writeInt(stream);
		this.out.write(payload);
		this.out.flush();
	}

	/** The status of a stream's answer, or {@code reset}. */
	String status(int stream) throws Exception {
		for (Frame frame = frame();; frame = frame()) {
			if (frame.type() == HEADERS) {
				Http2Headers headers = this.decoder.decodeHeaders(frame.stream(),
						Unpooled.wrappedBuffer(frame.payload()));
				if (frame.stream() == stream) {
					return headers.status().toString();
				}
			}
			if (frame.type() == RESET && frame.stream() == stream) {
				return "reset";
			}
		}
	}

	/** How a stream ends behind its headers: {@code ended} or {@code reset}. */
	String end(int stream) throws IOException {
		for (Frame frame = frame();; frame = frame()) {
			if (frame.stream() == stream && frame.type() == RESET) {
				return "reset";
			}
			if (frame.stream() == stream && frame.type() == DATA && (frame.flags() & END_STREAM) != 0) {
				return "ended";
			}
		}
	}

	/** Reads until the server closes the connection. */
	void awaitClose() throws IOException {
		this.in.readAllBytes();
	}

	private Frame frame() throws IOException {
		int length = this.in.readUnsignedShort() << 8 | this.in.readUnsignedByte();
		int type = this.in.readUnsignedByte();
		int flags = this.in.readUnsignedByte();
		int stream = this.in.readInt();
		byte[] payload = this.in.readNBytes(length);
		return new Frame(type, flags, stream, payload);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/** A frame as it came. */
	private record Frame(int type, int flags, int stream, byte[] payload) {

	}

}
