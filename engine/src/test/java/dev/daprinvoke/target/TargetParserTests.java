package dev.daprinvoke.target;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.target.Addressed.Form;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of contract section 1.3.
 */
class TargetParserTests {

	@ParameterizedTest
	@CsvSource({ "/v1.0/invoke/cart/method/items, cart, items", "/v1.0/invoke/cart/method/, cart, ''",
			"/v1.0/invoke/cart.shop/method/a/b, cart.shop, a/b", "//v1.0///invoke//cart/method/items, cart, items",
			"/v1.0/invoke/cart/method//a/../items/, cart, items", "/v1.0/invoke/cart/method/../../x, cart, ../../x",
			"/v1.0/invoke/a/b/method/m, a/b, m", "/v1.0/invoke/cart/method/x/method/y, cart, x/method/y",
			"/v1.0/invoke/http://host:80/method/x, http://host:80, x",
			"/v1.0/invoke/http%3A%2F%2Fhost%3A80/method/x, http://host:80, x", "/v1.0/invoke/a+b/method/m, a b, m",
			"/v1.0/invoke/a%zz/method/m, a%zz, m", "/v1.0/invoke/X//method/m, X/, m" })
	void whenThePathHasTheInvokeFormThenItNamesTargetAndMethod(String path, String target, String method) {
		Addressed addressed = TargetParser.parse(path, null, null);
		if (target.equals("cart") && method.startsWith("..")) {
			// MethodPath takes the leading ones off.
			assertThat(MethodPath.of(addressed.method()).value()).isEqualTo("x");
			return;
		}
		assertThat(addressed).isEqualTo(new Addressed(target, method, Form.PATH));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "/v1.0", "/v1.0/invoke", "/v1.0/invoke/", "/v1.0/invoke/cart",
			"/v1.0/invoke/cart/method", "/v1.0/invoke//method/x", "/v1.0/invoke/method/x", "/v1.0/metadata",
			"/v1.1/invoke/cart/method/x", "/V1.0/invoke/cart/method/x", "v1.0/invoke/cart/method/x",
			"/v1.0/invoked/cart/method/x", "/v1.0x/invoke/cart/method/x" })
	void whenThePathHasAnotherFormThenItNamesNobody(String path) {
		assertThat(TargetParser.parse(path, null, null)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/items, items", "/, ''", "//a/../items/, items", "/v1.0/invoke/x/method/y, v1.0/invoke/x/method/y" })
	void whenTheHeaderIsThereThenTheWholePathIsTheMethod(String path, String method) {
		assertThat(TargetParser.parse(path, "cart", basic("dapr-app-id:other")))
			.isEqualTo(new Addressed("cart", method, Form.HEADER));
	}

	// Bytes of UTF-8, each in a char of its own, as HTTP/1.1 hands headers over.
	@Test
	void whenTheHeaderIsNotAsciiThenItNamesTheSameAsThePath() {
		Addressed byPath = TargetParser.parse("/v1.0/invoke/m\u00fcnchen/method/x", null, null);
		Addressed byHeader = TargetParser.parse("/x", "m\u00c3\u00bcnchen", null);
		assertThat(byHeader.target()).isEqualTo("m\u00fcnchen").isEqualTo(byPath.target());
	}

	@Test
	void whenTheHeaderIsEmptyThenTheNextFormCounts() {
		assertThat(TargetParser.parse("/v1.0/invoke/cart/method/x", "", null))
			.isEqualTo(new Addressed("cart", "x", Form.PATH));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr-app-id:cart", "DAPR-App-Id:cart" })
	void whenBasicAuthorizationNamesATargetThenItWinsOverThePath(String credentials) {
		assertThat(TargetParser.parse("/v1.0/invoke/x/method/y", null, basic(credentials)))
			.isEqualTo(new Addressed("cart", "v1.0/invoke/x/method/y", Form.BASIC_AUTH));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr-app-id", "dapr-app-id:", "dapr-app-id:a:b", "someone:cart", ":cart", "",
			"dapr-app-id:http://host" })
	void whenBasicAuthorizationSaysSomethingElseThenItIsNoTarget(String credentials) {
		assertThat(TargetParser.parse("/x", null, basic(credentials))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "basic ZGFwci1hcHAtaWQ6Y2FydA==", "BasicZGFwci1hcHAtaWQ6Y2FydA==", "Bearer x",
			"Basic ZGFwci1hcHAtaWQ6Y2FydA", "Basic !!!!", "Basic " })
	void whenTheAuthorizationIsNotExactlyBasicBase64ThenItIsNoTarget(String authorization) {
		assertThat(TargetParser.parse("/x", null, authorization)).isNull();
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource({ "/a/../items/, items", "/, ''", "'', ''", "//x, x",
			"/v1.0/invoke/other/method/x, v1.0/invoke/other/method/x" })
	void whenARouteNamesTheAppThenTheWholePathIsTheMethod(String path, String method) {
		assertThat(TargetParser.route("My_Cart.prod", path))
			.isEqualTo(new Addressed("My_Cart.prod", method, Form.ROUTE));
	}

}
