package dev.daprinvoke.resolve.nameformat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Addresses by a pattern (platform contract sections 3.1 and 7.4).
 */
class NameFormatResolverTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Instance SELF = new Instance(new AppId("front"), Namespace.DEFAULT, "10.0.0.9", 50007, 3500,
			8080);

	@ParameterizedTest
	@CsvSource({
			"Cart-1, service-{appid}.default.svc.cluster.local:50002, service-Cart-1.default.svc.cluster.local:50002",
			"cart, service-{appid}.example.org, service-cart.example.org:50007", "cart, {appid}, cart:50007",
			"cart, {appid}-{appid}:1, cart-cart:1", "1a, [fd00::{appid}]:50002, [fd00::1a]:50002",
			"1a, [fd00::{appid}], [fd00::1a]:50007" })
	void whenAFormatIsGivenThenTheIdStandsInIt(String id, String format, String address) {
		assertThat(resolve(format, Calls.app(id))).map(Endpoint::toString).containsExactly(address);
	}

	@Test
	void whenANamespaceIsNamedThenItHasNoPlaceInTheAddress() {
		AppTarget target = new AppTarget("cart.production", new AppId("cart"), new Namespace("production"));
		assertThat(resolve("{appid}.example.org:1", target)).containsExactly(new Endpoint("cart.example.org", 1));
	}

	@ParameterizedTest
	@CsvSource({ "cart, {appid}:http", "cart, {appid}:0", "cart, {appid}:70000", "cart, {appid}:", "a b, {appid}:1",
			"a/b, {appid}:1", "user@evil, {appid}:1", "under_score, {appid}:1", "cart, fd00::{appid}" })
	void whenTheAddressIsNoneThenTheCallFailsWithIt(String id, String format) {
		assertThatExceptionOfType(NameResolutionException.class).isThrownBy(() -> resolve(format, Calls.app(id)))
			.withMessage("address: " + format.replace("{appid}", id) + " (expected: a host name and a port)");
	}

	@Test
	void whenTheSettingsAreReadThenNamesIgnoreCase() {
		assertThat(NameFormat.from(Map.of("Format", "{appid}.local", "other", true)))
			.isEqualTo(new NameFormat("{appid}.local"));
	}

	@ParameterizedTest
	@CsvSource({ "cart.example.org, cart.example.org", "'', '\"\"'", "' ', '\"\"'", "{appId}.local, {appId}.local" })
	void whenTheFormatHasNoPlaceForTheIdThenItIsRefused(String format, String shown) {
		assertThatIllegalArgumentException().isThrownBy(() -> NameFormat.from(Map.of("format", format)))
			.withMessage("format: " + shown
					+ " (expected: an address that holds {appid}, such as {appid}.example.org:50002)");
	}

	@Test
	void whenThereIsNoFormatThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> NameFormat.from(Map.of()))
			.withMessageStartingWith("format: \"\" (expected: ");
	}

	private static List<Endpoint> resolve(String format, AppTarget target) {
		NameFormatResolver resolver = new NameFormatResolver(new NameFormat(format));
		resolver.announce(SELF).block(LIMIT);
		List<Endpoint> endpoints = resolver.resolve(target).block(LIMIT);
		return (endpoints != null) ? endpoints : List.of();
	}

}
