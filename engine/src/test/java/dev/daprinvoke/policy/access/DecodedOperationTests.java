package dev.daprinvoke.policy.access;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Settled choice "Access policy and encoded paths". */
class DecodedOperationTests {

	@ParameterizedTest
	@CsvSource({ "%61dmin, admin", "admin%2Fx, admin/x", "a%2F..%2fadmin, admin", "%2e%2e/admin, admin",
			"%2Fadmin, admin", "a%3Fadmin, a?admin", "%C3%A9, é", "%zz%61, %zza", "%2561, %61", "a%2F%2Fb, a/b",
			"admin%2F, admin", "100%, ", "%, ", "%4, ", "a%zz, ", "admin, " })
	void whenAnAppWouldDecodeAPathThenThatIsWhatItSees(String path, @Nullable String seen) {
		assertThat(DecodedOperation.of(path)).isEqualTo(seen);
	}

	@ParameterizedTest
	@ValueSource(strings = { "admin", "%61dmin", "x%2F..%2Fadmin", "ad%6Din/users", "admin%2Fusers", "%2Fadmin" })
	void whenAPathIsDeniedThenNoSpellingOfItGetsThrough(String method) {
		AccessGate gate = new AccessGate((request) -> new Decision(
				!request.operation().equals("admin") && !request.operation().startsWith("admin/"), "test"));
		InvokeRequest request = Calls.request(Verb.GET, method, InvokeBody.EMPTY);
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> gate.admit(request, null))
			.withMessageContaining("operation: " + method + " verb: GET");
	}

	// The other way round: the literal is denied, what it means is not.
	@Test
	void whenTheSpellingIsDeniedThenWhatItMeansIsOfNoImportance() {
		AccessGate gate = new AccessGate((request) -> new Decision(request.operation().equals("admin"), "test"));
		InvokeRequest request = Calls.request(Verb.GET, "%61dmin", InvokeBody.EMPTY);
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> gate.admit(request, null));
	}

}
