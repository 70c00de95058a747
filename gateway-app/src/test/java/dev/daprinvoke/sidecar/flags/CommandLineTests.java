package dev.daprinvoke.sidecar.flags;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.FlagKind;
import dev.daprinvoke.process.flags.UsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The grammar of Go's pflag, as contract invocation.md 6 describes it.
 */
class CommandLineTests {

	@ParameterizedTest
	@ValueSource(strings = { "--app-id=cart", "--app-id cart", "-app-id=cart", "-app-id cart",
			"--app-id=old --app-id=cart", "stray --app-id cart stray", "--enable-mtls false --app-id cart" })
	void whenValueIsWrittenInAnyFormThenItIsRead(String arguments) {
		assertThat(parse(arguments).text(DaprdFlag.APP_ID)).isEqualTo("cart");
	}

	@Test
	void whenValueHoldsEqualsSignThenOnlyTheFirstSeparates() {
		assertThat(parse("--app-id=a=b").text(DaprdFlag.APP_ID)).isEqualTo("a=b");
	}

	@Test
	void whenValueIsEmptyThenItIsGivenAndEmpty() {
		CommandLine flags = parse("--mode=");
		assertThat(flags.text(DaprdFlag.MODE)).isEmpty();
		assertThat(flags.isGiven(DaprdFlag.MODE)).isTrue();
	}

	@Test
	void whenFlagIsAbsentThenDefaultHolds() {
		assertThat(parse("").text(DaprdFlag.DAPR_HTTP_PORT)).isEqualTo("3500");
		assertThat(parse("").isGiven(DaprdFlag.DAPR_HTTP_PORT)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--app-max-concurrency -1", "--app-max-concurrency=-1", "-app-max-concurrency -1",
			"--app-max-concurrency -15 --app-max-concurrency -1" })
	void whenNumberIsNegativeThenItIsNoFlag(String arguments) {
		assertThat(parse(arguments).number(DaprdFlag.APP_MAX_CONCURRENCY)).isEqualTo(-1);
	}

	@Test
	void whenNegativePortFollowsThenItIsItsValue() {
		assertThat(parse("--profile-port -1 --app-id cart").text(DaprdFlag.PROFILE_PORT)).isEqualTo("-1");
	}

	@ParameterizedTest
	@CsvSource({ "--enable-mtls,true", "--enable-mtls=true,true", "--enable-mtls=1,true", "--enable-mtls=T,true",
			"--enable-mtls=false,false", "--enable-mtls=F,false", "--enable-mtls=0,false", "--enable-mtls false,true" })
	void whenFlagIsBooleanThenOnlyEqualsSignGivesItAValue(String arguments, boolean expected) {
		assertThat(parse(arguments).isTrue(DaprdFlag.ENABLE_MTLS)).isEqualTo(expected);
	}

	@Test
	void whenListIsRepeatedOrCommaSeparatedThenItAddsUp() {
		assertThat(parse("--config=a.yaml,b.yaml --config c.yaml").list(DaprdFlag.CONFIG)).containsExactly("a.yaml",
				"b.yaml", "c.yaml");
	}

	@Test
	void whenTwoDashesStandAloneThenTheRestIsIgnored() {
		assertThat(parse("--app-id cart -- --unknown --app-id other").text(DaprdFlag.APP_ID)).isEqualTo("cart");
	}

	@Test
	void whenDurationIsGivenThenItIsReadAsGoDoes() {
		assertThat(parse("--dapr-block-shutdown-duration=1m30s").duration(DaprdFlag.DAPR_BLOCK_SHUTDOWN_DURATION))
			.isEqualTo(Duration.ofSeconds(90));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "-help", "-h", "--app-id x --help --unknown" })
	void whenHelpIsAskedForThenNothingBehindItMatters(String arguments) {
		assertThat(parse(arguments).asksForHelp()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					--x                          | unknown flag: --x
					-unknown=1                   | unknown flag: --unknown
					--internal-grpc-port 1       | unknown flag: --internal-grpc-port
					-x                           | unknown shorthand flag: 'x' in -x
					---app-id                    | bad flag syntax: ---app-id
					--=x                         | bad flag syntax: --=x
					--app-id                     | flag needs an argument: --app-id
					--enable-mtls=zz             | invalid argument "zz" for "--enable-mtls" flag: strconv.ParseBool: parsing "zz": invalid syntax
					--app-max-concurrency zz     | invalid argument "zz" for "--app-max-concurrency" flag: strconv.ParseInt: parsing "zz": invalid syntax
					--app-max-concurrency 3e9    | invalid argument "3e9" for "--app-max-concurrency" flag: strconv.ParseInt: parsing "3e9": invalid syntax
					--app-health-threshold 99999999999 | invalid argument "99999999999" for "--app-health-threshold" flag: strconv.ParseInt: parsing "99999999999": value out of range
					--scheduler-job-streams -1   | invalid argument "-1" for "--scheduler-job-streams" flag: strconv.ParseUint: parsing "-1": invalid syntax
					--actors-disseminate-timeout 5  | invalid argument "5" for "--actors-disseminate-timeout" flag: time: invalid duration "5"
					--actors-disseminate-timeout 5x | invalid argument "5x" for "--actors-disseminate-timeout" flag: time: unknown unit "x" in duration "5x"
					--config a"b                 | invalid argument "a\\"b" for "--config" flag: parse error on line 1: bare " in non-quoted-field
					""")
	void whenArgumentIsWrongThenPflagsWordsSayHow(String arguments, String message) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(arguments)).withMessage(message);
	}

	private static CommandLine parse(String arguments) {
		return DaprdFlag.parse(arguments.isEmpty() ? new String[0] : arguments.split(" "));
	}

}
