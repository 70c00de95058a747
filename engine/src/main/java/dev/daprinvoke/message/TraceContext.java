package dev.daprinvoke.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * One point of a distributed trace, as it travels with a call: the trace, the span that
 * is the parent of all that follows, and whether it is recorded (W3C Trace Context level
 * 2; platform contract, section 5.1). Immutable.
 */
public final class TraceContext {

	private static final int TEXT_LENGTH = 55;

	private static final int BINARY_LENGTH = 29;

	private static final int SAMPLED = 0x01;

	/** Sampled, and that the trace id is random: all flags that are defined. */
	private static final int DEFINED = 0x03;

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

	private final long traceHigh;

	private final long traceLow;

	private final long span;

	private final int flags;

	private final String state;

	private @Nullable String text;

	private TraceContext(long traceHigh, long traceLow, long span, int flags, String state) {
		this.traceHigh = traceHigh;
		this.traceLow = traceLow;
		this.span = span;
		this.flags = flags;
		this.state = state;
	}

	/**
	 * The beginning of a trace.
	 * @param traceHigh the first half of its id
	 * @param traceLow the second half, not 0
	 * @param span the id of its first span, not 0
	 * @param sampled whether it is recorded
	 * @return the context
	 */
	public static TraceContext root(long traceHigh, long traceLow, long span, boolean sampled) {
		return new TraceContext(traceHigh, traceLow, span, sampled ? SAMPLED : 0, "");
	}

	/**
	 * A further span of the same trace.
	 * @param childSpan its id, not 0
	 * @return the context
	 */
	public TraceContext child(long childSpan) {
		return new TraceContext(this.traceHigh, this.traceLow, childSpan, this.flags, this.state);
	}

	/**
	 * Reads the header {@code traceparent}.
	 * @param header its value, or {@code null}
	 * @return the context, or {@code null} if there is none or it is not valid
	 */
	public static @Nullable TraceContext parse(@Nullable String header) {
		return (header != null) ? parse(header, null) : null;
	}

	/**
	 * Reads the headers {@code traceparent} and {@code tracestate}.
	 * @param header the value of the first
	 * @param state the value of the second, or {@code null}; passed over if it is not
	 * valid
	 * @return the context, or {@code null} if the first is not valid
	 */
	public static @Nullable TraceContext parse(String header, @Nullable String state) {
		if (!hasForm(header)) {
			return null;
		}
		int version = (int) hex(header, 0, 2);
		boolean readable = version >= 0 && version < 0xff
				&& (header.length() == TEXT_LENGTH || (version > 0 && header.charAt(TEXT_LENGTH) == '-'));
		if (!readable || !isHex(header, 3, 35) || !isHex(header, 36, 52) || !isHex(header, 53, 55)) {
			return null;
		}
		return of(hex(header, 3, 19), hex(header, 19, 35), hex(header, 36, 52), (int) hex(header, 53, 55),
				TraceState.validOrEmpty(state));
	}

	private static boolean hasForm(String header) {
		return header.length() >= TEXT_LENGTH && header.charAt(2) == '-' && header.charAt(35) == '-'
				&& header.charAt(52) == '-' && isHex(header, 0, 2);
	}

	/**
	 * Reads what came among the headers of a call: of gRPC origin, where names are lower
	 * case, {@code grpc-trace-bin}, else {@code traceparent}.
	 * @param headers the headers as they travel
	 * @return the context, or {@code null} if there is no valid one
	 */
	public static @Nullable TraceContext in(InvokeHeaders headers) {
		TraceContext binary = inGrpcMetadata(headers);
		return (binary != null) ? binary : parse(headers.first("traceparent"));
	}

	/**
	 * Reads {@code grpc-trace-bin} among the headers of a call of gRPC origin.
	 * @param headers the headers as they travel
	 * @return the context, or {@code null} if the call is of another origin or there is
	 * no valid one
	 */
	public static @Nullable TraceContext inGrpcMetadata(InvokeHeaders headers) {
		String contentType = headers.firstExactly("content-type");
		boolean grpc = contentType != null && contentType.startsWith("application/grpc");
		String binary = grpc ? headers.firstExactly("grpc-trace-bin") : null;
		return (binary != null) ? ofBase64(binary) : null;
	}

	/**
	 * Reads the gRPC metadata {@code grpc-trace-bin} as it is on the wire.
	 * @param text its value, in Base64 with or without padding
	 * @return the context, or {@code null} if it is not valid
	 */
	public static @Nullable TraceContext ofBase64(String text) {
		try {
			return ofBinary(Base64.getDecoder().decode(text));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Reads the gRPC metadata {@code grpc-trace-bin}.
	 * @param bytes its value, decoded
	 * @return the context, or {@code null} if it is not valid
	 */
	public static @Nullable TraceContext ofBinary(byte[] bytes) {
		if (bytes.length < BINARY_LENGTH || bytes[0] != 0 || bytes[1] != 0 || bytes[18] != 1 || bytes[27] != 2) {
			return null;
		}
		return of(readLong(bytes, 2), readLong(bytes, 10), readLong(bytes, 19), bytes[28], "");
	}

	private static @Nullable TraceContext of(long high, long low, long span, int flags, String state) {
		boolean valid = (high | low) != 0 && span != 0;
		return valid ? new TraceContext(high, low, span, flags & DEFINED, state) : null;
	}

	/**
	 * Whether the trace is recorded.
	 * @return the sampled flag
	 */
	public boolean isSampled() {
		return (this.flags & SAMPLED) != 0;
	}

	/**
	 * The value of {@code tracestate}.
	 * @return a valid value, or an empty one
	 */
	public String state() {
		return this.state;
	}

	/**
	 * The value of {@code traceparent}.
	 * @return 55 characters
	 */
	public String traceparent() {
		String written = this.text;
		if (written == null) {
			byte[] out = new byte[TEXT_LENGTH];
			out[0] = '0';
			out[1] = '0';
			out[2] = '-';
			writeHex(this.traceHigh, 16, out, 3);
			writeHex(this.traceLow, 16, out, 19);
			out[35] = '-';
			writeHex(this.span, 16, out, 36);
			out[52] = '-';
			writeHex(this.flags, 2, out, 53);
			written = new String(out, StandardCharsets.ISO_8859_1);
			this.text = written;
		}
		return written;
	}

	/**
	 * The value of {@code grpc-trace-bin}, not yet encoded.
	 * @return 29 bytes, the caller's own
	 */
	public byte[] binary() {
		byte[] out = new byte[BINARY_LENGTH];
		writeLong(this.traceHigh, out, 2);
		writeLong(this.traceLow, out, 10);
		out[18] = 1;
		writeLong(this.span, out, 19);
		out[27] = 2;
		out[28] = (byte) this.flags;
		return out;
	}

	private static boolean isHex(String text, int from, int to) {
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
				return false;
			}
		}
		return true;
	}

	private static long hex(String text, int from, int to) {
		long value = 0;
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			value = (value << 4) | ((c <= '9') ? c - '0' : c - 'a' + 10);
		}
		return value;
	}

	private static void writeHex(long value, int digits, byte[] out, int at) {
		long rest = value;
		for (int i = at + digits - 1; i >= at; i--) {
			out[i] = HEX[(int) rest & 15];
			rest >>>= 4;
		}
	}

	private static long readLong(byte[] bytes, int at) {
		long value = 0;
		for (int i = at; i < at + 8; i++) {
			value = (value << 8) | (bytes[i] & 0xff);
		}
		return value;
	}

	private static void writeLong(long value, byte[] out, int at) {
		for (int i = 0; i < 8; i++) {
			out[at + i] = (byte) (value >>> (56 - 8 * i));
		}
	}

	/** The value of {@code traceparent}. */
	@Override
	public String toString() {
		return traceparent();
	}

}
