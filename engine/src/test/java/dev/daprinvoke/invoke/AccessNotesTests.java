package dev.daprinvoke.invoke;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.observe.AccessMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.policy.access.AccessGate;
import dev.daprinvoke.policy.access.AccessMode;
import dev.daprinvoke.policy.access.AccessRequest;
import dev.daprinvoke.policy.access.Decision;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 5.2, rows {@code dapr_runtime_acl_*}; audit mode. */
class AccessNotesTests {

	private static final SpiffeId SHOP = SpiffeId.parse("spiffe://public/ns/front/shop");

	private static final String LABELS = "{app_id=\"shop\",namespace=\"front\",trustDomain=\"public\"} ";

	private final Meters meters = new Meters();

	private final AccessNotes notes = new AccessNotes(new AccessMeters(this.meters));

	private static AccessRequest request(SpiffeId caller) {
		return new AccessRequest(caller, "admin", Verb.GET, false);
	}

	private String scrape() throws IOException {
		StringBuilder text = new StringBuilder();
		this.meters.scrape(text);
		return text.toString();
	}

	@Test
	void whenPoliciesHoldThenDecisionsAreCountedByWhatTheyRestOn() throws IOException {
		this.notes.decided(request(SHOP), new Decision(true, false, "x"), AccessMode.ENFORCE);
		this.notes.decided(request(SHOP), new Decision(false, false, "x"), AccessMode.ENFORCE);
		this.notes.decided(request(SHOP), new Decision(true, true, "x"), AccessMode.ENFORCE);
		this.notes.decided(request(SHOP), new Decision(false, true, "x"), AccessMode.ENFORCE);
		assertThat(scrape()).contains("dapr_runtime_acl_app_policy_action_allowed_total" + LABELS + "1\n",
				"dapr_runtime_acl_app_policy_action_blocked_total" + LABELS + "1\n",
				"dapr_runtime_acl_global_policy_action_allowed_total" + LABELS + "1\n",
				"dapr_runtime_acl_global_policy_action_blocked_total" + LABELS + "1\n");
	}

	@Test
	void whenTheCallerHasNoCertificateThenTheLabelsAreEmpty() throws IOException {
		this.notes.decided(new AccessRequest(null, "admin", Verb.GET, false), new Decision(true, true, "x"),
				AccessMode.ENFORCE);
		assertThat(scrape()).contains(
				"dapr_runtime_acl_global_policy_action_allowed_total{app_id=\"\",namespace=\"\",trustDomain=\"\"} 1\n");
	}

	@Test
	void whenPoliciesAreTriedThenDenialsPassAndAreCountedAndLogged() throws IOException {
		AccessGate gate = new AccessGate((asked) -> new Decision(false, "the operation /admin"), AccessMode.AUDIT,
				this.notes);
		try (LogLines lines = LogLines.of("dapr.acl")) {
			Permit permit = gate.admit(Calls.request(Verb.GET, "admin", InvokeBody.EMPTY), SHOP);
			assertThat(permit.method()).hasToString("admin");
			assertThat(lines.lines()).singleElement()
				.asString()
				.contains("would deny (audit mode)", "admin", SHOP.toString(), "the operation /admin");
		}
		assertThat(scrape()).contains("dapr_invoke_access_would_block_total" + LABELS + "1\n")
			.doesNotContain("dapr_runtime_acl");
	}

	@Test
	void whenManyAreDeniedThenTheLogStaysReadable() {
		try (LogLines lines = LogLines.of("dapr.acl")) {
			for (int i = 0; i < 10_000; i++) {
				this.notes.decided(request(SHOP), new Decision(false, "x"), AccessMode.ENFORCE);
			}
			assertThat(lines.lines()).hasSizeLessThan(200);
		}
	}

}
