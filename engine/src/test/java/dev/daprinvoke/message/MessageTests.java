package dev.daprinvoke.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

class MessageTests {

	@ParameterizedTest
	@CsvSource({ "200, 200, false", "204, 204, false", "302, 302, false", "399, 399, false", "400, 400, true",
			"404, 404, true", "500, 500, true", "199, 199, true", "100, 100, true", "0, 200, false", "5, 404, true",
			"16, 401, true", "99, 500, true" })
	void whenTheStatusIsBelowAHundredThenItIsAGrpcStatus(int status, int http, boolean error) {
		InvokeResponse response = Calls.response(status, InvokeBody.EMPTY);
		assertThat(response.httpStatus()).isEqualTo(http);
		assertThat(response.isError()).isEqualTo(error);
	}

	@Test
	void whenARequestNeitherDeclaresALengthNorIsCompleteThenItsLengthIsUnknown() {
		InvokeRequest streaming = Calls.request(Verb.POST, "m", new ManualBody().streaming());
		assertThat(streaming.isOfUnknownLength()).isTrue();
		streaming.headers().add("content-length", "5");
		assertThat(streaming.isOfUnknownLength()).isFalse();
		assertThat(Calls.get().isOfUnknownLength()).isFalse();
	}

	@Test
	void whenTheBodyIsExchangedThenAllElseStays() {
		InvokeRequest request = Calls.get();
		InvokeBody other = new ManualBody().streaming();
		InvokeRequest changed = request.withBody(other);
		assertThat(changed.body()).isSameAs(other);
		assertThat(changed.withBody(request.body())).isEqualTo(request);
	}

}
