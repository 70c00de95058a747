package dev.daprinvoke.transport.proxy;

import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.EmptyHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.transport.grpc.GrpcTimeout;

/**
 * What a proxied call says before its first message: the path and the metadata as the
 * client sent them, and what is to be changed of these. Metadata keeps its bytes, {@code
 * -bin} values included. Used by one thread at a time: by who performs the call, then by
 * the event loop of the client's connection.
 */
public final class ProxiedHead {

	private static final AsciiString TE = AsciiString.cached("te");

	private static final AsciiString TRAILERS = AsciiString.cached("trailers");

	private static final AsciiString GRPC_TIMEOUT = GrpcTimeout.HEADER;

	private Http2Headers received;

	private String path;

	/** By name; null takes it out. */
	private final Map<String, @Nullable String> changes = new LinkedHashMap<>();

	private final @Nullable SpiffeId caller;

	ProxiedHead(Http2Headers received, @Nullable SpiffeId caller) {
		this.received = received;
		this.caller = caller;
		this.path = String.valueOf(received.path());
	}

	/**
	 * Who calls.
	 * @return the identity in its certificate, or {@code null} if it has shown none
	 */
	public @Nullable SpiffeId caller() {
		return this.caller;
	}

	/**
	 * The full method.
	 * @return service and method with a leading slash
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Names the method that is called in the place of the one that came.
	 * @param normalised service and method with a leading slash
	 */
	public void dispatch(String normalised) {
		this.path = normalised;
	}

	/**
	 * Finds metadata as the client sent it, but for what was changed.
	 * @param name the name in lower case
	 * @return the first value, or {@code null}
	 */
	public @Nullable String first(AsciiString name) {
		String changed = name.toString();
		if (this.changes.containsKey(changed)) {
			return this.changes.get(changed);
		}
		CharSequence value = this.received.get(name);
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Takes metadata out.
	 * @param name the name in lower case
	 */
	public void remove(AsciiString name) {
		this.changes.put(name.toString(), null);
	}

	/**
	 * Puts metadata in the place of what the client sent under the same name.
	 * @param name the name in lower case
	 * @param value the value as on the wire
	 */
	public void set(AsciiString name, String value) {
		this.changes.put(name.toString(), value);
	}

	/** How many bytes the client has sent. */
	long size() {
		long size = 0;
		for (Map.Entry<CharSequence, CharSequence> each : this.received) {
			size += each.getKey().length() + each.getValue().length();
		}
		return size;
	}

	/** Gives up what the client sent: it was written, and may be large. */
	void forget() {
		this.received = EmptyHttp2Headers.INSTANCE;
	}

	/** The time the client gives the call, in nanoseconds, or -1 if it gives none. */
	long timeoutNanos() {
		CharSequence value = this.received.get(GRPC_TIMEOUT);
		return (value != null) ? GrpcTimeout.nanos(value) : -1;
	}

	/**
	 * Makes the headers that go on.
	 * @param scheme the connection's
	 * @param authority whom it leads to
	 * @param leftNanos what is left of the call's time, or -1
	 * @return headers of one request
	 */
	Http2Headers toSend(CharSequence scheme, String authority, long leftNanos) {
		Http2Headers sent = new DefaultHttp2Headers(false, this.received.size() + 8);
		sent.method(HttpMethod.POST.asciiName()).scheme(scheme).path(this.path).authority(authority).set(TE, TRAILERS);
		if (leftNanos >= 0) {
			sent.set(GRPC_TIMEOUT, GrpcTimeout.text(leftNanos));
		}
		for (Map.Entry<CharSequence, CharSequence> each : this.received) {
			String name = each.getKey().toString();
			if (!this.changes.containsKey(name) && !isOurs(name)) {
				sent.add(name, each.getValue());
			}
		}
		this.changes.forEach((name, value) -> {
			if (value != null) {
				sent.add(name, value);
			}
		});
		return sent;
	}

	// Of the connection, not of the call.
	private static boolean isOurs(String name) {
		return switch (name) {
			case "grpc-timeout", "te", "connection", "content-length", "host", "keep-alive", "proxy-connection",
					"transfer-encoding", "upgrade" ->
				true;
			default -> name.startsWith(":");
		};
	}

}
