package dev.daprinvoke.invoke;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.6, {@code Forwarded}.
 */
class HostTests {

	@Test
	void whenTheAddressIsIpv4ThenItStandsBare() {
		assertThat(new Host("192.0.2.10", "web-1").forwarded()).isEqualTo("for=192.0.2.10;by=192.0.2.10;host=web-1");
	}

	@Test
	void whenTheAddressIsIpv6ThenItIsQuotedAndInBrackets() {
		assertThat(new Host("2001:db8::1", "web-1").forwarded())
			.isEqualTo("for=\"[2001:db8::1]\";by=\"[2001:db8::1]\";host=web-1");
	}

}
