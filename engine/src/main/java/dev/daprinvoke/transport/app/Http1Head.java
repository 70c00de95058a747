package dev.daprinvoke.transport.app;

import java.net.ProtocolException;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.Utf8Escape;

/**
 * What the head of an app's answer says.
 */
final class Http1Head {

	private Http1Head() {
	}

	/**
	 * Looks for what no answer may be: a status below 100 would be taken for one of gRPC
	 * (contract section 2.5).
	 * @param status the answer's status
	 * @return what is wrong, or {@code null}
	 */
	static @Nullable ProtocolException violation(int status) {
		if (status == 101) {
			return new ProtocolException("the app switches to a protocol that nobody asked for");
		}
		return (status < 100 || status > 999) ? new ProtocolException("malformed HTTP status code \"" + status + "\"")
				: null;
	}

	/**
	 * Whether after this what comes on the connection need not be the answer to the next
	 * request, but the body that HTTP forbids.
	 */
	static boolean leavesDisorder(int status, @Nullable String length) {
		return status == 204 && length != null && !length.equals("0");
	}

	/**
	 * Whether there is nothing behind the head: whoever counts on the end of the answer
	 * has it at once, also if nobody reads what is not there.
	 */
	static boolean hasNoBody(Verb verb, int status, @Nullable String length) {
		return verb == Verb.HEAD || status == 204 || status == 304 || "0".equals(length);
	}

	/** Makes the answer of it. */
	static InvokeResponse response(HttpResponse answer, InvokeBody body) {
		return response(answer.status().code(), answer.headers(), body);
	}

	/** Makes the answer of it. */
	static InvokeResponse response(int status, HttpHeaders headers, InvokeBody body) {
		String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
		return new InvokeResponse(status, (type != null) ? Utf8Escape.fromLatin1(type) : null, AppHeaders.read(headers),
				body);
	}

}
