package dev.daprinvoke.target;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Utf8EscapeTests {

	@Test
	void whenAnyTwoBytesThenTheyComeBack() {
		for (int first = 0; first < 256; first++) {
			for (int second = 0; second < 256; second++) {
				assertRoundTrip((byte) first, (byte) second);
			}
		}
	}

	@Test
	void whenRandomBytesThenTheyComeBack() {
		Random random = new Random(42);
		for (int round = 0; round < 2000; round++) {
			byte[] bytes = new byte[random.nextInt(40)];
			random.nextBytes(bytes);
			assertRoundTrip(bytes);
		}
	}

	private static void assertRoundTrip(byte... bytes) {
		String latin = new String(bytes, StandardCharsets.ISO_8859_1);
		String text = Utf8Escape.fromLatin1(latin);
		assertThat(Utf8Escape.bytes(text)).isEqualTo(bytes);
		assertThat(Utf8Escape.toLatin1(text)).isEqualTo(latin);
		boolean valid = new String(bytes, StandardCharsets.UTF_8)
			.getBytes(StandardCharsets.UTF_8).length == bytes.length
				&& java.util.Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8),
						bytes);
		assertThat(Utf8Escape.isEscaped(text)).isEqualTo(!valid);
	}

	@Test
	void whenTheBytesAreUtf8ThenTheTextIsWhatTheySay() {
		assertThat(Utf8Escape.fromLatin1("caf\u00c3\u00a9")).isEqualTo("café");
		assertThat(Utf8Escape.fromLatin1("\u00f0\u009f\u0098\u0080")).isEqualTo("\ud83d\ude00");
	}

	@Test
	void whenTheBytesAreNoUtf8ThenEachIsALoneSurrogate() {
		assertThat(Utf8Escape.fromLatin1("a\u00ffz")).isEqualTo("a\udcffz");
	}

	@Test
	void whenTheTextIsAsciiThenItIsTheSameObject() {
		String text = "plain";
		assertThat(Utf8Escape.fromLatin1(text)).isSameAs(text);
		assertThat(Utf8Escape.toLatin1(text)).isSameAs(text);
	}

}
