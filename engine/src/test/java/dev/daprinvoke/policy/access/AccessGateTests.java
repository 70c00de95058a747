package dev.daprinvoke.policy.access;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contract section 2.8.
 */
class AccessGateTests {

	@Test
	void whenThePolicyAllowsThenThePermitIsForTheVeryMethodDecidedOn() {
		InvokeRequest request = Calls.get();
		Permit permit = new AccessGate(AccessPolicy.ALLOW_ALL).admit(request, null);
		assertThat(permit.method()).isSameAs(request.method());
		assertThat(permit.mode()).isSameAs(Permit.Mode.PEER);
		assertThat(permit.decision()).isEqualTo(new Decision(true, true, "no access control is configured"));
	}

	@Test
	void whenThePolicyDeniesThenThereIsNoPermit() {
		AccessGate gate = new AccessGate((request) -> new Decision(false, "test"));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> gate.admit(Calls.get(), null))
			.withMessage("rpc error: code = PermissionDenied desc = access control policy has denied access to id: "
					+ " operation: items verb: GET");
		InvokeRequest none = Calls.request(Verb.NONE, "items", InvokeBody.EMPTY);
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> gate.admit(none, null))
			.withMessageEndingWith("operation: items verb: NONE");
	}

	@Test
	void whenAnAppCallsItselfThenNoPolicyIsAsked() {
		InvokeRequest request = Calls.get();
		Permit permit = AccessGate.self(request);
		assertThat(permit.mode()).isSameAs(Permit.Mode.SELF);
		assertThat(permit.method()).isSameAs(request.method());
		assertThat(permit.decision().allowed()).isTrue();
	}

}
