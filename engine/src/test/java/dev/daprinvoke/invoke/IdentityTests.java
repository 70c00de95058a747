package dev.daprinvoke.invoke;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.target.SpiffeId;

import static org.assertj.core.api.Assertions.assertThat;

/** Decisions.md, "Caller identity headers". */
class IdentityTests {

	private final InvokeHeaders headers = new InvokeHeaders().add("Accept", "*/*")
		.add("dapr-caller-app-id", "forged")
		.add("Dapr-Caller-App-Id", "forged, too")
		.add("dapr-caller-namespace", "forged")
		.add("dapr-callee-app-id", "cart");

	@Test
	void whenTheCallerHasACertificateThenTheAppIsToldWhatThatSays() {
		Identity.vouch(this.headers, SpiffeId.parse("spiffe://public/ns/front/shop"));
		assertThat(this.headers.all("dapr-caller-app-id")).containsExactly("shop");
		assertThat(this.headers.all("dapr-caller-namespace")).containsExactly("front");
		assertThat(this.headers.all("dapr-callee-app-id")).containsExactly("cart");
		assertThat(this.headers.all("Accept")).containsExactly("*/*");
	}

	@Test
	void whenTheCertificateIsNoAppsThenNobodyIsNamed() {
		Identity.vouch(this.headers, SpiffeId.parse("spiffe://public/robot"));
		assertThat(this.headers.contains("dapr-caller-app-id")).isFalse();
		assertThat(this.headers.contains("dapr-caller-namespace")).isFalse();
	}

	@Test
	void whenThereIsNoCertificateThenTheOtherSidecarsWordsStay() {
		Identity.vouch(this.headers, null);
		assertThat(this.headers.all("dapr-caller-app-id")).containsExactly("forged", "forged, too");
	}

}
