package dev.daprinvoke.transport.sidecar;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.target.PercentDecoder;
import dev.daprinvoke.target.TargetParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The path form of a call (contract, invocation.md 1.3 and 1.4).
 */
class SidecarUriTests {

	private static URI uri(String target, String method, String query) {
		return new SidecarUri(URI.create("http://localhost:3500/"))
			.of(new InvokeRequest(InvokeTarget.parse(target, Namespace.DEFAULT), MethodPath.of(method), Verb.GET, query,
					null, "", new InvokeHeaders(), InvokeBody.EMPTY));
	}

	@ParameterizedTest
	@CsvSource({ "cart, items/1, cart/method/items/1", "cart.production, '', cart.production/method/",
			"my_App-1, 'a b', my_App-1/method/a%20b", "cart, a%2Fb, cart/method/a%252Fb",
			"cart, 'äß|\"{}', cart/method/%C3%A4%C3%9F%7C%22%7B%7D", "a+b, a+b, a%252Bb/method/a+b",
			"http://host:8080, x/y, http:%2F%2Fhost:8080/method/x/y" })
	void whenWrittenThenPathFormNamesTargetAndMethod(String target, String method, String expected) {
		assertThat(uri(target, method, "")).hasToString("http://localhost:3500/v1.0/invoke/" + expected);
	}

	@ParameterizedTest
	@CsvSource({ "cart, a%2Fb", "cart, 'a b+c;d=é%41%zz'", "a+b%41, x", "http://host:8080/base, x/y" })
	void whenASidecarReadsItThenItFindsWhatWasMeant(String target, String method) {
		String path = uri(target, method, "").getRawPath();
		assertThat(TargetParser.parse(String.valueOf(PercentDecoder.path(path)), null, null))
			.satisfies((found) -> assertThat(found.target()).isEqualTo(target))
			.satisfies((found) -> assertThat(found.method()).isEqualTo(method));
	}

	@Test
	void whenThereIsAQueryThenItStaysAsItIs() {
		assertThat(uri("cart", "items", "a=%2F+b&&c"))
			.hasToString("http://localhost:3500/v1.0/invoke/cart/method/items?a=%2F+b&&c");
	}

}
