package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.RawSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every byte value in a request target, raw and percent-encoded, in the path and in the
 * query, by every form of addressing, to the own app and to another, through both lanes
 * (contract, invocation.md 1.3 and 1.4). What is to happen is in
 * {@link RequestTargetByte}.
 */
@ExtendWith(BothLanesExtension.class)
class RequestTargetTests {

	private static final AtomicInteger reached = new AtomicInteger();

	private static BothLanes lanes;

	private int number;

	@BeforeAll
	static void answerWithTheTarget(BothLanes shared) {
		lanes = shared;
		shared.callerApp().otherwise(RequestTargetTests::echo);
		shared.calleeApp().otherwise(RequestTargetTests::echo);
	}

	private static void echo(AppExchange exchange) throws IOException {
		reached.incrementAndGet();
		exchange.respond(200, exchange.head().firstLine().split(" ")[1], "Content-Type: text/plain");
	}

	/**
	 * A way for requests.
	 *
	 * @param lane through the sidecar
	 * @param addressing how the app is named
	 * @param appId which
	 */
	record Way(BothLanes.Lane lane, Addressing addressing, String appId) {

		boolean isRemote() {
			return this.appId.equals("callee");
		}

	}

	static Stream<Way> ways() {
		return Stream.of(BothLanes.Lane.values())
			.flatMap((lane) -> Stream.of(Addressing.values())
				.flatMap((addressing) -> Stream.of("caller", "callee").map((id) -> new Way(lane, addressing, id))));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void whenAByteStandsInThePathThenTheTableHolds(Way way) {
		assertTable(way, RequestTargetByte.Part.PATH, false);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void whenAByteStandsInTheQueryThenTheTableHolds(Way way) {
		assertTable(way, RequestTargetByte.Part.QUERY, false);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void whenAByteIsEncodedInThePathThenTheTableHolds(Way way) {
		assertTable(way, RequestTargetByte.Part.PATH, true);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void whenAByteIsEncodedInTheQueryThenTheTableHolds(Way way) {
		assertTable(way, RequestTargetByte.Part.QUERY, true);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void whenBytesAreUtf8ThenThePathIsEncodedAndTheQueryVerbatim(Way way) {
		try (RawSession session = session(way)) {
			assertThat(call(session, way, "/caf\u00c3\u00a9").text()).isEqualTo("/caf%C3%A9");
			assertThat(call(session, way, "/caf%C3%A9").text()).isEqualTo("/caf%C3%A9");
			// The app's answer is UTF-8 of a char for each byte.
			assertThat(call(session, way, "/menu?of=caf\u00c3\u00a9").text()).isEqualTo("/menu?of=caf\u00c3\u00a9");
		}
	}

	private void assertTable(Way way, RequestTargetByte.Part part, boolean encoded) {
		List<String> wrong = new ArrayList<>();
		try (RawSession session = session(way)) {
			for (int value = 0; value < 256; value++) {
				RequestTargetByte expected = new RequestTargetByte(value, part, encoded, way.isRemote());
				String actual = outcome(session, way, "/n" + this.number++ + "/", expected.target());
				if (!actual.equals(expected.outcome())) {
					wrong.add("%02x: %s (expected: %s)".formatted(value, actual, expected.outcome()));
				}
			}
			assertThat(wrong).isEmpty();
			assertThat(call(session, way, "/afterwards").status()).isEqualTo(200);
		}
	}

	// The status, or what the app saw behind the numbered first segment.
	private static String outcome(RawSession session, Way way, String prefix, String target) {
		int before = reached.get();
		try {
			RawResponse response = call(session, way, prefix + target);
			boolean called = reached.get() > before;
			return (called && response.status() == 200) ? response.text().substring(prefix.length())
					: response.status() + (called ? " after the app was called" : "");
		}
		catch (UncheckedIOException ex) {
			return "no answer: " + ex.getMessage();
		}
	}

	private static RawSession session(Way way) {
		return RawSession.to(lanes.caller(way.lane()).httpPort());
	}

	private static RawResponse call(RawSession session, Way way, String target) {
		return session.exchange(way.addressing().begin("GET", way.appId(), target) + "Host: x\r\n\r\n");
	}

}
