package dev.daprinvoke.sidecar.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.process.host.HostName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Contract platform.md 3.1 and invocation.md 2.7.
 */
class HostAddressTests {

	@Test
	void whenVariableIsSetThenItIsTheAddress() {
		assertThat(host(Map.of("DAPR_HOST_IP", "203.0.113.9"), Map.of("192.0.2.1", "10.0.0.5")).find())
			.contains("203.0.113.9");
	}

	@Test
	void whenThereIsARouteThenItsSourceIsTheAddress() {
		assertThat(host(Map.of(), Map.of("192.0.2.1", "10.0.0.5", "2001:db8::1", "2a00::5"), "198.51.100.7").find())
			.contains("10.0.0.5");
	}

	@Test
	void whenOnlyIpv6HasARouteThenItsSourceIsTheAddress() {
		assertThat(host(Map.of(), Map.of("2001:db8::1", "2a00::5")).find()).contains("2a00:0:0:0:0:0:0:5");
	}

	@Test
	void whenRouteLeadsThroughAddressTranslationThenItIsSkipped() {
		assertThat(host(Map.of(), Map.of("192.0.2.1", "192.0.0.4", "2001:db8::1", "2a00::5")).find())
			.contains("2a00:0:0:0:0:0:0:5");
	}

	@ParameterizedTest
	@CsvSource({ "fe80::1 fc00::1 10.0.0.5 2a00::5 198.51.100.7, 198.51.100.7",
			"fe80::1 fc00::1 10.0.0.5 2a00::5, 2a00:0:0:0:0:0:0:5", "fe80::1 fc00::1 100.64.0.1, 100.64.0.1",
			"fe80::1 fc00::1, fc00:0:0:0:0:0:0:1", "127.0.0.1 ::1 192.0.0.7 169.254.0.1, 169.254.0.1" })
	void whenThereIsNoRouteThenTheBestInterfaceAddressIsTaken(String interfaces, String expected) {
		assertThat(host(Map.of(), Map.of(), interfaces.split(" ")).find()).contains(expected);
	}

	@Test
	void whenOnlyLoopbackIsUpThenThereIsNoAddress() {
		assertThat(host(Map.of(), Map.of(), "127.0.0.1", "::1").find()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost", "[::1]" })
	void whenInternalPortListensOnLoopbackThenThatTextIsAnnounced(String listen) {
		assertThat(host(Map.of("DAPR_HOST_IP", "203.0.113.9"), Map.of()).announced(listen))
			.contains(listen.equals("[::1]") ? "::1" : listen);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0.0.0.0", "127.0.0.2", "::1", "10.0.0.5" })
	void whenInternalPortListensElsewhereThenTheHostsAddressIsAnnounced(String listen) {
		assertThat(host(Map.of("DAPR_HOST_IP", "203.0.113.9"), Map.of()).announced(listen)).contains("203.0.113.9");
	}

	@Test
	void whenThisHostIsAskedThenItAnswersWithoutFailing() {
		assertThatNoException().isThrownBy(() -> new HostAddress(Map.of()).find());
		assertThat(HostName.read()).isNotBlank();
	}

	private static HostAddress host(Map<String, String> environment, Map<String, String> routes, String... interfaces) {
		return new HostAddress(environment,
				(foreign) -> Optional.ofNullable(routes.get(foreign)).map(HostAddressTests::address),
				() -> Stream.of(interfaces).map(HostAddressTests::address));
	}

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(literal, ex);
		}
	}

}
