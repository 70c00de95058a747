package dev.daprinvoke.transport.app;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.target.CleanPath;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;
import dev.daprinvoke.testkit.GoTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contract section 1.4: the outgoing URL is what Go's URL parser makes of the method.
 */
class AppUriTests {

	private static final String BASE = "http://h";

	@Test
	void whenAnyByteRawOrEscapedThenTheTargetIsGos() {
		assertThat(GoTable.rows("request-uri.tsv")).hasSize(749).allSatisfy(AppUriTests::assertAsGo);
	}

	private static void assertAsGo(List<String> row) {
		String method = Utf8Escape.fromLatin1(GoTable.latin(row.get(0)));
		if (!CleanPath.of(method).equals(method) && !method.isEmpty()) {
			// No method path can be this.
			return;
		}
		if (row.get(1).equals("ok")) {
			assertThat(AppUri.of(BASE, "", MethodPath.of(method), "")).isEqualTo(row.get(2));
		}
		else {
			assertThatExceptionOfType(AppCallException.class)
				.isThrownBy(() -> AppUri.of(BASE, "", MethodPath.of(method), ""))
				.withMessage(row.get(2));
		}
	}

	@ParameterizedTest
	@CsvSource({ "echo%2Fa%20b+c%C3%A9;x, /echo/a%20b+c%C3%A9;x", "echo%2541, /echo%41",
			"test%22stream, /test%22stream", "test%2Astream, /test*stream", "test%5Cstream, /test%5Cstream",
			"admin%2F..%2Fpublic, /public", "a/../echo, /echo", "echo/, /echo", "//echo, /echo", "'', /" })
	void whenTheClientEscapedThePathThenTheAppSeesTheTableOfTheContract(String sent, String seen) {
		String decoded = PercentDecoder.path(sent);
		assertThat(decoded).isNotNull();
		assertThat(AppUri.of(BASE, "", MethodPath.of(decoded), "")).isEqualTo(seen);
	}

	@Test
	void whenAPercentSignBeginsNoEscapeThenTheErrorIsGos() {
		assertThatExceptionOfType(AppCallException.class)
			.isThrownBy(() -> AppUri.of("http://127.0.0.1:6000", "", MethodPath.of("test%stream"), ""))
			.withMessage("parse \"http://127.0.0.1:6000/test%stream\": invalid URL escape \"%st\"");
		assertThatExceptionOfType(AppCallException.class)
			.isThrownBy(() -> AppUri.of(BASE, "", MethodPath.of("a%\uff11\uff12"), ""))
			.withMessageEndingWith("invalid URL escape \"%\uff11\uff12\"");
	}

	@ParameterizedTest
	@CsvSource({ "q=1&r=a%20b+c, /m?q=1&r=a%20b+c", "a=b#frag, /m?a=b", "#frag, /m", "%zz, /m?%zz", "é, /m?é", "'', /m",
			"?, /m??" })
	void whenThereIsAQueryThenItGoesVerbatimWithoutFragment(String query, String target) {
		assertThat(AppUri.of(BASE, "", MethodPath.of("m"), query)).isEqualTo(target);
	}

	@Test
	void whenAByteOfTheQueryIsNoUtf8ThenItIsEscaped() {
		assertThat(AppUri.of(BASE, "", MethodPath.of("m"), Utf8Escape.fromLatin1("a=\u00ff"))).isEqualTo("/m?a=%FF");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b\r\nX-Evil: 1", "\n", "a\u0000", "\u007f", "\t" })
	void whenAnotherSidecarPutsAControlCharacterIntoTheQueryThenNothingIsSent(String query) {
		assertThatExceptionOfType(AppCallException.class)
			.isThrownBy(() -> AppUri.of(BASE, "", MethodPath.of("m"), query))
			.withMessageStartingWith("parse \"http://h/m?")
			.withMessageEndingWith("net/url: invalid control character in URL");
	}

	@ParameterizedTest
	@CsvSource({ "'', items, /items", "/, items, /items", "/base, items, /base/items", "/base/, items, /base/items",
			"/base, '', /base/", "/a b, items, /a%20b/items", "/a%2Fb, items, /a%2Fb/items",
			"/a%2Fb, i|j, /a/b/i%7Cj" })
	void whenTheServerHasAPathThenTheMethodComesBelowIt(String basePath, String method, String target) {
		assertThat(AppUri.of(BASE, basePath, MethodPath.of(method), "")).isEqualTo(target);
	}

	@Test
	void whenTheServersPathHasABadEscapeThenTheTextShowsTheUrl() {
		assertThatExceptionOfType(AppCallException.class)
			.isThrownBy(() -> AppUri.of("http://h", "/a%zz", MethodPath.of("m"), ""))
			.withMessage("parse \"http://h/a%zz/m\": invalid URL escape \"%zz\"");
	}

}
