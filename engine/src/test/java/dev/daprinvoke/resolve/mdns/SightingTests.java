package dev.daprinvoke.resolve.mdns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import dev.daprinvoke.resolve.Endpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SightingTests {

	private static final String INSTANCE = "host:1.cart.local.";

	private static final ResourceRecord SERVICE = record(INSTANCE, 3200, new RecordData.Service(50002, "host.local."));

	private static final ResourceRecord TEXT = record(INSTANCE, 3200, new RecordData.Text(List.of("cart")));

	private static final ResourceRecord V4 = address("10.0.0.1", 120);

	private static final ResourceRecord V6 = address("fd00::1", 120);

	@Test
	void whenServiceTextAndAddressAreThereThenTheInstanceIsSeen() {
		assertThat(in(SERVICE, TEXT, V4)).extracting(Sighting::endpoint)
			.containsExactly(new Endpoint("10.0.0.1", 50002));
	}

	@Test
	void whenAnyOfThemIsMissingThenItIsNotSeen() {
		assertThat(in(TEXT, V4)).isEmpty();
		assertThat(in(SERVICE, V4)).isEmpty();
		assertThat(in(SERVICE, TEXT)).isEmpty();
	}

	@Test
	void whenTheAddressIsOfAnotherHostThenItIsNotSeen() {
		ResourceRecord other = record("other.local.", 120, V4.data());
		assertThat(in(SERVICE, TEXT, other)).isEmpty();
	}

	@Test
	void whenTheTextNamesAnotherAppThenItIsNotSeen() {
		assertThat(in(SERVICE, record(INSTANCE, 3200, new RecordData.Text(List.of("stock"))), V4)).isEmpty();
	}

	@Test
	void whenThereAreSeveralAddressesThenTheFirstOfEachKindCounts() {
		assertThat(in(SERVICE, TEXT, V4, address("10.0.0.2", 120), V6, address("fd00::2", 120)))
			.extracting(Sighting::endpoint)
			.containsExactly(new Endpoint("10.0.0.1", 50002), new Endpoint("fd00::1", 50002));
	}

	@Test
	void whenServiceOrAddressIsTakenBackThenTheInstanceIsGone() {
		assertThat(in(record(INSTANCE, 0, SERVICE.data()), TEXT, V4)).singleElement()
			.matches(Sighting::gone, "is gone");
		assertThat(in(SERVICE, TEXT, address("10.0.0.1", 0))).singleElement().matches(Sighting::gone, "is gone");
		assertThat(in(SERVICE, TEXT, V4)).singleElement().matches((each) -> !each.gone(), "is not gone");
	}

	@Test
	void whenNobodyCanConnectToAnAddressThenItIsNotSeen() {
		assertThat(in(SERVICE, TEXT, address("0.0.0.0", 120))).isEmpty();
		assertThat(in(SERVICE, TEXT, address("224.0.0.251", 120))).isEmpty();
		assertThat(in(record(INSTANCE, 3200, new RecordData.Service(0, "host.local.")), TEXT, V4)).isEmpty();
	}

	@Test
	void whenANameIsNoInstanceThenItBelongsToNoApp() {
		assertThat(DnsName.appOfInstance("host:1.cart.local.")).hasToString("cart");
		assertThat(DnsName.appOfInstance("my.host.example:1.cart.local.")).hasToString("cart");
		assertThat(DnsName.appOfInstance("cart.local.")).isNull();
		assertThat(DnsName.appOfInstance("host..local.")).isNull();
		assertThat(DnsName.appOfInstance(".cart.local.")).isNull();
		assertThat(DnsName.appOfInstance(".local.")).isNull();
		assertThat(DnsName.appOfInstance("host.cart.example.")).isNull();
		assertThat(DnsName.appOfInstance(".")).isNull();
	}

	@Test
	void whenANamePartIsEmptyOrTooLongThenTheNameIsNotValid() {
		assertThat(DnsName.isValid("a".repeat(63) + ".local.")).isTrue();
		assertThat(DnsName.isValid("a".repeat(64) + ".local.")).isFalse();
		assertThat(DnsName.isValid("ä".repeat(32) + ".local.")).isFalse();
		assertThat(DnsName.isValid("a..local.")).isFalse();
		assertThat(DnsName.isValid((("a".repeat(61) + ".").repeat(4)) + "local.")).isTrue();
		assertThat(DnsName.isValid((("a".repeat(62) + ".").repeat(4)) + "local.")).isFalse();
	}

	private static List<Sighting> in(ResourceRecord... records) {
		return Sighting.in(Packet.answers(Packet.ANSWER, List.of(records), List.of()));
	}

	private static ResourceRecord address(String text, long ttl) {
		try {
			return record("host.local.", ttl, new RecordData.Address(InetAddress.getByName(text)));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static ResourceRecord record(String name, long ttl, RecordData data) {
		return new ResourceRecord(name, false, ttl, data);
	}

}
