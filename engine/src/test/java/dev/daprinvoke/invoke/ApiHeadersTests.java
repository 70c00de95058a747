package dev.daprinvoke.invoke;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.target.Addressed.Form;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.6, at the API.
 */
class ApiHeadersTests {

	@ParameterizedTest
	@ValueSource(strings = { "Host", "host", "Expect", "Trailer", "Transfer-Encoding" })
	void whenGoTakesAHeaderOutItselfThenItDoesNotTravel(String name) {
		assertThat(ApiHeaders.read(List.of(Map.entry(name, "v")), Form.PATH).isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection", "te", "upgrade", "content-length", "content-type", "authorization",
			"dapr-api-token", "accept-encoding", "x-data-bin" })
	void whenAHeaderIsNotTakenOutThenItTravelsInCanonicalCase(String name) {
		InvokeHeaders read = ApiHeaders.read(List.of(Map.entry(name, "a"), Map.entry(name, "b")), Form.BASIC_AUTH);
		assertThat(read.all(name)).containsExactly("a", "b");
		read.forEach((key, value) -> assertThat(key).isNotEqualTo(name).isEqualToIgnoringCase(name));
	}

	@Test
	void whenTheHeaderNamedTheTargetThenItIsTakenOutInThatFormOnly() {
		List<Map.Entry<String, String>> headers = List.of(Map.entry("Dapr-App-Id", "cart"));
		assertThat(ApiHeaders.read(headers, Form.HEADER).isEmpty()).isTrue();
		assertThat(ApiHeaders.read(headers, Form.PATH).first("dapr-app-id")).isEqualTo("cart");
	}

	@Test
	void whenAValueIsNotAsciiThenItsBytesStay() {
		InvokeHeaders read = ApiHeaders.read(List.of(Map.entry("x", "\u00c3\u00a9\u00ff")), Form.PATH);
		assertThat(read.first("x")).isEqualTo("é\udcff");
		List<String> written = new ArrayList<>();
		ApiHeaders.write(new InvokeResponse(200, null, read, InvokeBody.EMPTY),
				(name, value) -> written.add(name + "=" + value));
		assertThat(written).containsExactly("X=\u00c3\u00a9\u00ff");
	}

	// As Go's server, which blanks ends of lines; Netty's would refuse the whole answer.
	@Test
	void whenAPeersHeadersAreNoneOfHttpThenTheyAreLeftOutOrBlanked() {
		InvokeHeaders headers = new InvokeHeaders().add("", "a")
			.add("bad name", "b")
			.add("bad:name", "c")
			.add("n\u00e4me", "d")
			.add("x-1", "a\r\nb")
			.add("x-2", " \u0000a\tb\u007f ")
			.add("x-3", "\n")
			.add("x-4", " é ");
		List<String> written = new ArrayList<>();
		ApiHeaders.write(new InvokeResponse(200, null, headers, InvokeBody.EMPTY),
				(name, value) -> written.add(name + "=" + value));
		assertThat(written).containsExactly("X-1=a  b", "X-2=a\tb", "X-3=", "X-4=\u00c3\u00a9");
	}

	@Test
	void whenAnAppsHeadersReachTheClientThenFramingAndConnectionStayBehind() {
		InvokeHeaders headers = new InvokeHeaders().add("Content-Length", "5")
			.add("Content-Type", "text/plain")
			.add("Connection", "x-own")
			.add("X-Own", "1")
			.add("Keep-Alive", "5")
			.add("X-Data-Bin", "AA==")
			.add("set-cookie", "a")
			.add("Set-Cookie", "b")
			.add("Date", "today");
		List<String> written = new ArrayList<>();
		ApiHeaders.write(new InvokeResponse(200, null, headers, InvokeBody.EMPTY),
				(name, value) -> written.add(name + "=" + value));
		assertThat(written).containsExactly("Set-Cookie=a", "Set-Cookie=b", "Date=today");
	}

	@Test
	void whenTheContentTypeIsLookedForThenMessageHeadersDefaultAndGuessFollowInThatOrder() {
		InvokeHeaders header = new InvokeHeaders().add("Content-Type", "text/header");
		byte[] start = { '<', 'p', '>' };
		assertThat(type("text/message", header, start, true)).isEqualTo("text/message");
		assertThat(type(null, header, start, true)).isEqualTo("text/header");
		assertThat(type(null, new InvokeHeaders(), start, true)).isEqualTo("application/json");
		assertThat(type(null, new InvokeHeaders(), start, false)).isEqualTo("text/html; charset=utf-8");
		assertThat(type(null, new InvokeHeaders(), new byte[0], false)).isNull();
	}

	private static String type(String message, InvokeHeaders headers, byte[] start, boolean buffered) {
		return ApiHeaders.contentType(new InvokeResponse(200, message, headers, InvokeBody.EMPTY), start, buffered);
	}

}
