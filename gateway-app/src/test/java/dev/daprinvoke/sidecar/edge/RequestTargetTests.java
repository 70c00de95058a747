package dev.daprinvoke.sidecar.edge;

import java.net.URI;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.Utf8Escape;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 1.3, with Go's reading of a request line.
 */
class RequestTargetTests {

	private static final Set<Integer> NOT_ITSELF = Set.of((int) '%', (int) '?');

	static IntStream everyByte() {
		return IntStream.range(0, 256);
	}

	@ParameterizedTest
	@MethodSource("everyByte")
	void whenAByteStandsInThePathThenOnlyControlsBlanksAndBadEscapesAreRefused(int b) {
		RequestTarget target = RequestTarget.parse("/a" + (char) b + "b");
		if (isControlOrBlank(b) || b == '%') {
			assertThat(target).isNull();
			return;
		}
		assertThat(target).isNotNull();
		if (!NOT_ITSELF.contains(b)) {
			assertThat(target.raw().path()).isEqualTo("/a" + (char) b + "b");
			assertThat(Utf8Escape.bytes(target.path())).containsExactly('/', 'a', b, 'b');
			assertThat(decodedBytes(target.uri("h").getRawPath())).containsExactly('/', 'a', b, 'b');
		}
	}

	@ParameterizedTest
	@MethodSource("everyByte")
	void whenAByteStandsInTheQueryThenOnlyControlsAndBlanksAreRefused(int b) {
		RequestTarget target = RequestTarget.parse("/a?x" + (char) b + "y");
		if (isControlOrBlank(b)) {
			assertThat(target).isNull();
			return;
		}
		assertThat(target).isNotNull();
		assertThat(target.raw().query()).isEqualTo("x" + (char) b + "y");
		assertThat(target.path()).isEqualTo("/a");
		assertThat(decodedBytes(target.uri("h").getRawQuery())).containsExactly('x', b, 'y');
	}

	@ParameterizedTest
	@MethodSource("everyByte")
	void whenAByteIsEscapedInThePathThenItIsAccepted(int b) {
		RequestTarget target = RequestTarget.parse("/a%%%02xb".formatted(b));
		assertThat(target).isNotNull();
		assertThat(Utf8Escape.bytes(target.path())).containsExactly('/', 'a', b, 'b');
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/%", "/%4", "/%zz", "/a%4gb", "/%%41", "foo", "v1.0/invoke/x/method/y", "host:80",
			"*x", "http:/x", "?a=b", "#" })
	void whenTheTargetIsMalformedThenItIsRefused(String text) {
		assertThat(RequestTarget.parse(text)).isNull();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "/, /, -", "/a?, /a, -", "/a?b?c, /a, b?c", "/a?%zz, /a, %zz", "/#a, /#a, -",
			"//a//b/, //a//b/, -", "*, *, -", "http://h, /, -", "http://h/a?b, /a, b", "HTTPS://h:1/a/b, /a/b, -",
			"http://h?a=/b, /, a=/b", "http://h/http://i/, /http://i/, -", "/http://h/x, /http://h/x, -" })
	void whenTheTargetIsWellFormedThenPathAndQueryAreFound(String text, String path, @Nullable String query) {
		RequestTarget target = RequestTarget.parse(text);
		assertThat(target).isNotNull();
		assertThat(target.raw().path()).isEqualTo(path);
		assertThat(target.raw().query()).isEqualTo((query != null) ? query : "");
	}

	@Test
	void whenAUriIsMadeThenWhatIsLegalAlreadyStaysAsItIs() {
		RequestTarget target = RequestTarget.parse("/a%2Fb;c=1,2/d{e}|f%c3%a9?q=%zz&r=[1]&s=a'b");
		assertThat(target).isNotNull();
		assertThat(target.uri("h:3500"))
			.isEqualTo(URI.create("http://h:3500/a%2Fb;c=1,2/d%7Be%7D%7Cf%c3%a9?q=%25zz&r=%5B1%5D&s=a'b"));
	}

	@Test
	void whenTheTargetIsAStarThenItsUriIsLegalToo() {
		RequestTarget target = RequestTarget.parse("*");
		assertThat(target).isNotNull();
		assertThat(target.uri("h")).isEqualTo(URI.create("http://h/*"));
	}

	private static boolean isControlOrBlank(int b) {
		return b <= ' ' || b == 0x7f;
	}

	private static byte[] decodedBytes(String escaped) {
		return Utf8Escape.bytes(PercentDecoder.path(escaped));
	}

}
