package dev.daprinvoke.sidecar.api.http;

import java.util.Map;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The status line's words where Netty has none of its own, or others: those of Go's
 * server, which clients of Dapr see (fixture client-view/418-remote).
 */
public final class ReasonPhrase {

	private static final Map<Integer, String> GO = Map.of(208, "Already Reported", 226, "IM Used", 414,
			"Request URI Too Long", 418, "I'm a teapot", 425, "Too Early", 451, "Unavailable For Legal Reasons", 508,
			"Loop Detected");

	// Asked for by every answer. Threads may make one twice, which does no harm.
	private static final HttpResponseStatus[] MADE = new HttpResponseStatus[600];

	private ReasonPhrase() {
	}

	/**
	 * Gives a status with its words.
	 * @param code the status code, 100 or above
	 * @return the status
	 */
	public static HttpResponseStatus of(int code) {
		if (code >= MADE.length) {
			return make(code);
		}
		HttpResponseStatus made = MADE[code];
		if (made == null) {
			made = make(code);
			MADE[code] = made;
		}
		return made;
	}

	private static HttpResponseStatus make(int code) {
		HttpResponseStatus known = HttpResponseStatus.valueOf(code);
		String words = GO.get(code);
		if (words != null) {
			return new HttpResponseStatus(code, words);
		}
		return known.reasonPhrase().endsWith("(" + code + ")") ? new HttpResponseStatus(code, "status code " + code)
				: known;
	}

}
