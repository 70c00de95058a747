package dev.daprinvoke.scenario;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every byte value raw in a request target, by path and by header, in the path and in the
 * query (contract, invocation.md 1.3 and 1.4). What is to happen is in
 * {@link RequestTargetByte}.
 */
class RequestTargetTests {

	@TempDir
	private static Path folder;

	private static Pair pair;

	private int number;

	@BeforeAll
	static void start() {
		pair = Pair.start(folder);
	}

	@AfterAll
	static void stop() {
		pair.close();
	}

	/**
	 * Whom a request names, and how.
	 */
	enum Addressing {

		OWN_APP_BY_PATH("caller", true), OWN_APP_BY_HEADER("caller", false), OTHER_APP_BY_PATH("callee", true),
		OTHER_APP_BY_HEADER("callee", false);

		private final String appId;

		private final boolean byPath;

		Addressing(String appId, boolean byPath) {
			this.appId = appId;
			this.byPath = byPath;
		}

		RawResponse call(String target) {
			RawHttp http = pair.caller().http();
			return this.byPath ? http.get("/v1.0/invoke/" + this.appId + "/method" + target)
					: http.get(target, "dapr-app-id: " + this.appId);
		}

		boolean isRemote() {
			return this.appId.equals("callee");
		}

		List<ReceivedRequest> received() {
			return (isRemote() ? pair.app() : pair.callerApp()).received();
		}

	}

	@ParameterizedTest
	@EnumSource(Addressing.class)
	void whenAByteStandsInThePathThenTheTableHolds(Addressing addressing) {
		assertTable(addressing, RequestTargetByte.Part.PATH);
	}

	@ParameterizedTest
	@EnumSource(Addressing.class)
	void whenAByteStandsInTheQueryThenTheTableHolds(Addressing addressing) {
		assertTable(addressing, RequestTargetByte.Part.QUERY);
	}

	@Test
	void whenBytesAreUtf8ThenThePathIsEncodedAndTheQueryVerbatim() {
		for (Addressing addressing : Addressing.values()) {
			assertThat(addressing.call("/caf\u00c3\u00a9").status()).isEqualTo(200);
			assertThat(last(addressing)).isEqualTo("/caf%C3%A9");
			assertThat(addressing.call("/menu?of=caf\u00c3\u00a9").status()).isEqualTo(200);
			assertThat(last(addressing)).isEqualTo("/menu?of=caf\u00c3\u00a9");
		}
	}

	private void assertTable(Addressing addressing, RequestTargetByte.Part part) {
		List<String> wrong = new ArrayList<>();
		for (int value = 0; value < 256; value++) {
			RequestTargetByte expected = new RequestTargetByte(value, part, addressing.isRemote());
			String actual = outcome(addressing, part.target("/n" + this.number++ + "/", (char) value));
			if (!actual.equals(expected.outcome())) {
				wrong.add("%02x: %s (expected: %s)".formatted(value, actual, expected.outcome()));
			}
		}
		assertThat(wrong).isEmpty();
		assertThat(addressing.call("/afterwards").status()).isEqualTo(200);
	}

	// The status, or what the app saw behind the numbered first segment.
	private String outcome(Addressing addressing, String target) {
		int before = addressing.received().size();
		try {
			int status = addressing.call(target).status();
			boolean reached = addressing.received().size() > before;
			return (reached && status == 200) ? last(addressing).substring(target.indexOf('/', 1) + 1)
					: status + (reached ? " after the app was called" : "");
		}
		catch (UncheckedIOException ex) {
			return "no answer: " + ex.getMessage();
		}
	}

	private static String last(Addressing addressing) {
		List<ReceivedRequest> received = addressing.received();
		return received.get(received.size() - 1).target();
	}

}
