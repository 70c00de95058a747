package dev.daprinvoke.transport.external;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.transport.app.HttpOrigin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contract section 1.8, targets that begin with {@code http://} or {@code https://}.
 */
class ExternalUrlTests {

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:6003, false, 127.0.0.1, 6003, 127.0.0.1:6003, ''",
			"http://example.org, false, example.org, 80, example.org, ''",
			"https://example.org, true, example.org, 443, example.org, ''",
			"https://example.org:80/, true, example.org, 80, example.org:80, /",
			"http://example.org:/a/b, false, example.org, 80, example.org, /a/b",
			"http://[::1]:8080/x, false, ::1, 8080, [::1]:8080, /x", "http://[::1], false, ::1, 80, [::1], ''",
			"http://user@host:1/@x, false, host, 1, host:1, /@x",
			"http://bücher.example/x, false, xn--bcher-kva.example, 80, xn--bcher-kva.example, /x" })
	void whenAUrlNamesAServerThenItsPartsAreFound(String text, boolean secure, String host, int port, String authority,
			String path) {
		ExternalUrl url = ExternalUrl.parse(text);
		assertThat(url.origin()).isEqualTo(new HttpOrigin(secure, host, port, authority));
		assertThat(url.path()).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "http://user:pa%20ss@host, Basic dXNlcjpwYSBzcw==", "http://user@host, Basic dXNlcjo=" })
	void whenAUrlHoldsAUserThenThatIsTheAuthorization(String text, String authorization) {
		assertThat(ExternalUrl.parse(text).authorization()).isEqualTo(authorization);
		assertThat(ExternalUrl.parse("http://host").authorization()).isNull();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', value = { "http://|http: no Host in request URL",
			"http:///x|http: no Host in request URL", "http://:80/x|http: no Host in request URL",
			"http://a b/x|parse \"http://a b/x\": invalid character \" \" in host name",
			"http://h%20x/|parse \"http://h%20x/\": invalid character \"%\" in host name",
			"http://h:abc/x|parse \"http://h:abc/x\": invalid port \":abc\" after host",
			"http://h:-1/x|parse \"http://h:-1/x\": invalid port \":-1\" after host",
			"http://h:99999/x|dial tcp: address 99999: invalid port",
			"http://[::1/x|parse \"http://[::1/x\": missing ']' in host",
			"http://h/x?y|parse \"http://h/x?y\": query or fragment before the method (expected: http://host:port/path)" })
	void whenAUrlNamesNoServerThenTheTextSaysWhy(String text, String message) {
		assertThatExceptionOfType(AppCallException.class).isThrownBy(() -> ExternalUrl.parse(text))
			.withMessage(message);
	}

	@Test
	void whenAUrlHoldsControlCharactersThenNoHeaderCanBeSmuggled() {
		assertThatExceptionOfType(AppCallException.class).isThrownBy(() -> ExternalUrl.parse("http://h\r\nX-Evil: 1/"))
			.withMessage("parse \"http://h\\r\\nX-Evil: 1/\": net/url: invalid control character in URL");
	}

}
