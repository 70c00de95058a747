package dev.daprinvoke.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.testkit.GoTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.6.
 */
class HeaderTests {

	@Test
	void whenAHeaderNameTravelsThenItHasTheCaseThatGoGivesIt() {
		assertThat(GoTable.rows("header-name.tsv")).hasSize(15)
			.allSatisfy((row) -> assertThat(HeaderName.canonical(row.get(0))).isEqualTo(row.get(1)));
	}

	@Test
	void whenTheNameIsCanonicalThenItIsTheSameObject() {
		String name = "Content-Type";
		assertThat(HeaderName.canonical(name)).isSameAs(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
			"http2-settings", "te", "trailer", "proxy-authorization", "proxy-authenticate" })
	void whenAHeaderIsHopByHopThenInAnyLetterCase(String name) {
		Predicate<String> hopByHop = HopByHop.of(List.of());
		assertThat(hopByHop).accepts(name, name.toUpperCase(java.util.Locale.ROOT), HeaderName.canonical(name));
		assertThat(hopByHop).rejects(name + "x", "X-" + name);
	}

	@Test
	void whenConnectionNamesHeadersThenTheyAreHopByHopToo() {
		Predicate<String> hopByHop = HopByHop.of(List.of("close, X-One ,,x-TWO", "Three"));
		assertThat(hopByHop).accepts("x-one", "X-One", "X-Two", "three", "close", "Upgrade");
		assertThat(hopByHop).rejects("four", "X-One-More");
	}

	@Test
	void whenANameHasSeveralValuesThenTheirOrderAndCaseStay() {
		InvokeHeaders headers = new InvokeHeaders().add("Set-Cookie", "a=1").add("X", "y").add("set-cookie", "b=2");
		assertThat(headers.all("SET-COOKIE")).containsExactly("a=1", "b=2");
		assertThat(headers.first("SET-Cookie")).isEqualTo("a=1");
		assertThat(headers.first("z")).isNull();
		assertThat(headers.contains("x")).isTrue();
		assertThat(headers.size()).isEqualTo(3);
		assertThat(headers.isEmpty()).isFalse();
		assertThat(headers).hasToString("[Set-Cookie: a=1, X: y, set-cookie: b=2]");
	}

	@Test
	void whenAHeaderIsSetThenAllEarlierOnesOfThatNameAreGone() {
		InvokeHeaders headers = new InvokeHeaders(1).add("A", "1").add("B", "2").add("a", "3");
		headers.set("a", "4");
		List<String> all = new ArrayList<>();
		headers.forEach((name, value) -> all.add(name + "=" + value));
		assertThat(all).containsExactly("B=2", "a=4");
		headers.removeIf((name, value) -> value.equals("2"));
		headers.remove("A");
		assertThat(headers.isEmpty()).isTrue();
	}

}
