package dev.daprinvoke.policy.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Contract invocation.md 1.7, row "API token wrong/missing". */
class ApiTokenTests {

	private final ApiToken token = new ApiToken("s3cret");

	@Test
	void whenTheTokenIsShownThenTheCallerMayPass() {
		assertThat(this.token.admits("s3cret")).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "s", "s3cre", "s3cret ", " s3cret", "s3crets3cret", "S3CRET", "s3cre\u0174", "\0" })
	void whenAnythingElseIsShownThenTheCallerMayNot(String shown) {
		assertThat(this.token.admits(shown)).isFalse();
	}

	@Test
	void whenTheTokenIsNotAsciiThenItsBytesCount() {
		assertThat(new ApiToken("gr\u00fcn").admits("gr\u00c3\u00bcn")).isTrue();
		assertThat(new ApiToken("gr\u00fcn").admits("gr\u00fcn")).isFalse();
	}

	@Test
	void whenTheTokenIsPrintedThenItIsNotGivenAway() {
		assertThat(this.token.toString()).doesNotContain("s3cret");
	}

	@Test
	void whenTheTokenIsEmptyThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ApiToken(""))
			.withMessage("token: (empty) (expected: what callers have to show)");
	}

}
