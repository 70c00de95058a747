package dev.daprinvoke.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.RawSession;

/**
 * One call made twice, through sidecars and without them, and how the two differ.
 */
final class Matrix {

	private final MatrixApp app = new MatrixApp();

	/** Calls without sidecars, made once. */
	private final Map<String, Call> directly = new HashMap<>();

	private final int urlPort;

	private int number;

	/**
	 * Creates a matrix without calls.
	 * @param urlPort where the app listens that is called by its URL
	 */
	Matrix(int urlPort) {
		this.urlPort = urlPort;
	}

	/**
	 * A way through sidecars.
	 *
	 * @param lane through the first sidecar
	 * @param addressing how the app is named
	 * @param target which app
	 */
	record Way(BothLanes.Lane lane, Addressing addressing, Target target) {

		boolean isRemote() {
			return this.target == Target.REMOTE;
		}

		boolean isToApp() {
			return this.target != Target.URL;
		}

	}

	/**
	 * Whom a call is meant for.
	 */
	enum Target {

		/** An app behind another sidecar. */
		REMOTE,

		/** The sidecar's own app. */
		SELF,

		/** An app's server, by its address. */
		URL;

		String name(int urlPort) {
			return switch (this) {
				case REMOTE -> "callee";
				case SELF -> "caller";
				case URL -> "http://127.0.0.1:" + urlPort;
			};
		}

	}

	/**
	 * One call as both ends saw it.
	 *
	 * @param request what the app got
	 * @param answer what the client got
	 */
	private record Call(MatrixApp.Seen request, HttpHead answer, int status, String body) {

	}

	/** What the apps behind all sidecars answer. */
	MatrixApp app() {
		return this.app;
	}

	/**
	 * Makes a call twice.
	 * @param call the call
	 * @param way its way through sidecars
	 * @param sidecar the first sidecar
	 * @param direct the app itself
	 * @return what differs and may not
	 */
	List<String> differences(MatrixCase call, Way way, RawSession sidecar, RawSession direct) {
		String begin = way.addressing().begin(call.verb(), way.target().name(this.urlPort), call.target());
		Call through = make(call, begin, sidecar);
		Call plain = this.directly.computeIfAbsent(directly(call, way, begin) + call.content(),
				(key) -> make(call, directly(call, way, begin), direct));
		List<String> found = new ArrayList<>();
		compare(found, "request line", plain.request.head().firstLine(), through.request.head().firstLine());
		compare(found, "request body", body(plain.request), body(through.request));
		compareHeaders(found, AllowedDifference.Side.REQUEST, plain.request.head(), through.request.head(), call, way);
		compare(found, "status", plain.status, through.status);
		compare(found, "answer body", plain.body, through.body);
		compareHeaders(found, AllowedDifference.Side.ANSWER, plain.answer, through.answer, call, way);
		return found.stream().map((each) -> call + ": " + each).toList();
	}

	// Everything but the path form may be sent to the app as it is.
	private static String directly(MatrixCase call, Way way, String begin) {
		return (way.addressing() == Addressing.PATH) ? call.verb() + " " + call.target() + " HTTP/1.1\r\n" : begin;
	}

	private Call make(MatrixCase call, String begin, RawSession session) {
		String id = Integer.toString(this.number++);
		RawResponse answer = session.exchange(begin + "X-Case: " + id + "\r\n" + call.headers(), call.content().sent());
		return new Call(this.app.take(id), answer.head(), answer.status(), sum(answer.body()));
	}

	private static void compare(List<String> found, String what, Object direct, Object through) {
		if (!direct.equals(through)) {
			found.add(what + ": " + through + " (expected: " + direct + ")");
		}
	}

	private static void compareHeaders(List<String> found, AllowedDifference.Side side, HttpHead direct,
			HttpHead through, MatrixCase call, Way way) {
		Set<String> names = new TreeSet<>();
		direct.headers().forEach((header) -> names.add(header.name().toLowerCase(Locale.ROOT)));
		through.headers().forEach((header) -> names.add(header.name().toLowerCase(Locale.ROOT)));
		names.remove("x-case");
		for (String name : names) {
			List<String> expected = direct.all(name);
			List<String> actual = through.all(name);
			if (!expected.equals(actual) && !AllowedDifference.isAllowed(side, name, expected, actual, call, way)) {
				found.add(side + " " + name + ": " + actual + " (expected: " + expected + ")");
			}
		}
	}

	private static String body(MatrixApp.Seen seen) {
		return seen.bodyLength() + " bytes, " + seen.bodySum();
	}

	private static String sum(byte[] body) {
		CRC32 sum = new CRC32();
		sum.update(body);
		return body.length + " bytes, " + sum.getValue();
	}

}
