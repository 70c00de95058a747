package dev.daprinvoke.sidecar.flags;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.process.log.LogLevel;
import dev.daprinvoke.process.log.LogOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Contract invocation.md 0, 4 and 6.
 */
class SettingsReaderTests {

	@Test
	void whenOnlyTheAppIdIsGivenThenEverythingElseIsDaprsDefault() {
		SidecarSettings settings = read("");
		assertThat(settings.app()).isEqualTo(new SidecarSettings.App("cart", "default", 0, "http", "127.0.0.1", "", -1,
				new SidecarSettings.AppHealth(false, "/healthz", Duration.ofSeconds(5), Duration.ofMillis(500), 3),
				true, true));
		assertThat(settings.api())
			.isEqualTo(new SidecarSettings.Api(List.of(""), 3500, 50001, true, null, null, List.of(), null));
		assertThat(settings.publicApi()).isNull();
		assertThat(settings.internal())
			.isEqualTo(new SidecarSettings.Internal("", 0, Duration.ofMinutes(3), Duration.ofSeconds(45)));
		assertThat(settings.metrics()).isEqualTo(new SidecarSettings.Listener("0.0.0.0", 9090));
		assertThat(settings.profiling()).isNull();
		assertThat(settings.limits()).isEqualTo(new SidecarSettings.Limits(4 << 20, 4 << 20, 4 << 10));
		assertThat(settings.resources()).isEqualTo(new SidecarSettings.Resources(List.of(), List.of()));
		assertThat(settings.shutdown()).isEqualTo(new SidecarSettings.Shutdown(Duration.ofSeconds(5), Duration.ZERO));
		assertThat(settings.log()).isEqualTo(LogOptions.DEFAULTS);
		assertThat(settings.folder()).isEqualTo(new SidecarSettings.Folder(null, null));
		assertThat(settings.notices()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					--app-id=                          | parameter app-id cannot be empty
					--app-id=my.cart                   | parameter app-id cannot contain dots
					--mode=foo                         | invalid mode: foo
					--app-protocol=zz                  | invalid value for 'app-protocol': zz
					--app-port=3500                    | the 'dapr-http-port' argument value 3500 conflicts with 'app-port'
					--app-port=50001                   | the 'dapr-grpc-port' argument value 50001 conflicts with 'app-port'
					--app-health-probe-interval=1 --app-health-probe-timeout=1001 | value for 'health-probe-timeout' must be smaller than 'health-probe-interval'
					--dapr-http-port=abc               | --dapr-http-port=abc is no port number. Give a number from 0 to 65535.
					--dapr-grpc-port=-1                | --dapr-grpc-port=-1 is no port number. Give a number from 0 to 65535.
					--app-port=65536                   | --app-port=65536 is no port number. Give a number from 0 to 65535.
					--enable-profiling --profile-port=-1 | --profile-port=-1 is no port number. Give a number from 0 to 65535.
					--max-body-size=4MB                | --max-body-size=4MB is no number of bytes. Give a Kubernetes quantity such as 4Mi, 2G or 65536.
					--max-body-size=-2                 | --max-body-size=-2 is no number of bytes. Give a Kubernetes quantity such as 4Mi, 2G or 65536.
					--read-buffer-size=0               | The read buffer's size is 0 bytes. Give 1 to 2147483647 with --read-buffer-size.
					--disable-init-endpoints=config,zz | --disable-init-endpoints=zz names no endpoint. Give config, subscribe or both.
					--log-level=loud                   | --log-level=loud is no log level. Give one of debug, info, warn, error, fatal.
					--actors-disseminate-timeout=0     | --actors-disseminate-timeout=0 is not above zero. Give a duration such as 30s.
					""")
	void whenValueIsWrongThenTheMessageSaysWhatAndWhatToDo(String arguments, String message) {
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> read(arguments)).withMessage(message);
	}

	@Test
	void whenTheApiTokenIsSetThenItIsAskedForAndNotTold() {
		SidecarSettings settings = read(Map.of("DAPR_API_TOKEN", "s3cret"), "");
		ApiToken token = Objects.requireNonNull(settings.api().token());
		assertThat(token.admits("s3cret")).isTrue();
		assertThat(settings.toString()).doesNotContain("s3cret");
		assertThat(read(Map.of("DAPR_API_TOKEN", ""), "").api().token()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                             | ''
			*                              | *
			http://a,http://b              | http://a;http://b
			' http://a , , http://b '      | http://a;http://b
			""")
	void whenOriginsAreAllowedThenTheyAreAList(String given, String origins) {
		SidecarSettings settings = new SettingsReader(DaprdFlag.parse("--app-id=cart", "--allowed-origins=" + given),
				Map.of(), null)
			.read();
		assertThat(String.join(";", settings.api().allowedOrigins())).isEqualTo(origins);
	}

	@Test
	void whenAFolderForSocketsIsGivenThenThePortsDoNotMatter() {
		assertThat(read("--unix-domain-socket=/run/dapr").api().socketFolder()).isEqualTo(Path.of("/run/dapr"));
		assertThat(read("--unix-domain-socket=/run/dapr --dapr-http-port=9 --dapr-grpc-port=9").api().httpPort())
			.isEqualTo(9);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					--dapr-http-port=7 --dapr-grpc-port=7        | --dapr-http-port and --dapr-grpc-port both ask for port 7 of the same address. Give one of them another.
					--dapr-http-port=9090                        | --dapr-http-port and --metrics-port both ask for port 9090 of the same address. Give one of them another.
					--dapr-listen-addresses=127.0.0.1 --dapr-http-port=7 --dapr-public-port=7 | --dapr-http-port and --dapr-public-port both ask for port 7 of the same address. Give one of them another.
					--dapr-internal-grpc-port=50001              | --dapr-grpc-port and --dapr-internal-grpc-port both ask for port 50001 of the same address. Give one of them another.
					--enable-profiling --profile-port=3500       | --dapr-http-port and --profile-port both ask for port 3500 of the same address. Give one of them another.
					""")
	void whenTwoListenersWantOnePortThenTheMessageNamesBoth(String arguments, String message) {
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> read(arguments)).withMessage(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--dapr-http-port=0 --dapr-grpc-port=0", "--profile-port=3500",
			"--enable-metrics=false --metrics-port=3500",
			"--dapr-listen-addresses=127.0.0.1 --dapr-internal-grpc-listen-address=127.0.0.2 --dapr-internal-grpc-port=3500",
			"--dapr-listen-addresses=[::1] --dapr-public-listen-address=127.0.0.1 --dapr-public-port=3500" })
	void whenPortsDoNotMeetThenTheSidecarStarts(String arguments) {
		assertThatNoException().isThrownBy(() -> read(arguments));
	}

	@Test
	void whenNamespaceIsSetButEmptyThenItIsEmpty() {
		assertThat(read(Map.of("NAMESPACE", ""), "").app().namespace()).isEmpty();
		assertThat(read(Map.of("NAMESPACE", "shop"), "").app().namespace()).isEqualTo("shop");
	}

	@Test
	void whenHealthNumbersAreZeroOrLessThenTheDefaultsHold() {
		assertThat(read("--app-health-probe-interval=0 --app-health-probe-timeout=-1 --app-health-threshold 0").app()
			.health()).isEqualTo(
					new SidecarSettings.AppHealth(false, "/healthz", Duration.ofSeconds(5), Duration.ofMillis(500), 3));
	}

	@ParameterizedTest
	@CsvSource({ "--max-body-size=2Gi,2147483648,2147483647", "--max-body-size=1k,1000,1000",
			"--max-body-size=-1,4194304,4194304", "--max-body-size=0,9223372036854775807,2147483647",
			"--dapr-http-max-request-size=16,16777216,16777216", "--dapr-http-max-request-size=-1,4194304,4194304",
			"--dapr-http-max-request-size=16 --max-body-size=1Mi,1048576,1048576" })
	void whenBodySizeIsGivenThenItLimitsBodiesAndMessages(String arguments, long body, int message) {
		assertThat(read(arguments).limits()).isEqualTo(new SidecarSettings.Limits(body, message, 4096));
	}

	@ParameterizedTest
	@CsvSource({ "'', http", "--app-protocol=, http", "--app-protocol=HTTPS, https", "--app-protocol=h2c, h2c",
			"--app-ssl, https", "--app-ssl --app-protocol=http, https", "--app-ssl --app-protocol=h2c, h2c",
			"--app-protocol=GRPC, grpc", "--app-protocol=grpcs, grpcs", "--app-ssl --app-protocol=grpc, grpcs" })
	void whenAProtocolIsGivenThenLetterCaseDoesNotCountAndTheOldFlagUpgradesIt(String arguments, String protocol) {
		assertThat(read(arguments).app().protocol()).isEqualTo(protocol);
	}

	@Test
	void whenAnAppTokenIsSetThenItIsKeptButNeverShown() {
		SidecarSettings.App app = read(Map.of("APP_API_TOKEN", "s3cret"), "").app();
		assertThat(app.apiToken()).isEqualTo("s3cret");
		assertThat(app.toString()).doesNotContain("s3cret").contains("cart");
	}

	@Test
	void whenTheChannelAddressIsIpv6ThenBracketsFall() {
		assertThat(read("--app-channel-address=[::1]").app().channelAddress()).isEqualTo("::1");
	}

	@Test
	void whenReadBufferIsGivenThenTheNewFlagWins() {
		assertThat(read("--dapr-http-read-buffer-size=8").limits().readBufferBytes()).isEqualTo(8192);
		assertThat(read("--dapr-http-read-buffer-size=8 --read-buffer-size=16Ki").limits().readBufferBytes())
			.isEqualTo(16384);
	}

	@Test
	void whenComponentsPathIsGivenThenItCountsOnlyWithoutResourcesPath() {
		assertThat(read("--components-path=old").resources().directories()).containsExactly(Path.of("old"));
		assertThat(read("--components-path=old --resources-path=a,b").resources().directories())
			.containsExactly(Path.of("a"), Path.of("b"));
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "-1,5", "30,30" })
	void whenGraceIsNegativeThenFiveSecondsHold(int given, int seconds) {
		assertThat(read("--dapr-graceful-shutdown-seconds=" + given).shutdown().gracePeriod())
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@CsvSource({ "0s,PT0S", "-1s,PT0S", "3m,PT3M" })
	void whenAStopIsToBePutOffThenOnlyAPositiveTimeCounts(String given, Duration putOff) {
		assertThat(read("--dapr-block-shutdown-duration=" + given).shutdown().putOff()).isEqualTo(putOff);
	}

	@Test
	void whenListenAddressesAreGivenThenBracketsFall() {
		assertThat(read("--dapr-listen-addresses=[::1],127.0.0.1").api().listenAddresses()).containsExactly("::1",
				"127.0.0.1");
		SidecarSettings.Internal internal = read("--dapr-internal-grpc-listen-address=[::1]").internal();
		assertThat(internal.listenAddress()).isEqualTo("[::1]");
		assertThat(internal.bindAddress()).isEqualTo("::1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "y", "YES", "t", "true", "on", " On " })
	void whenH2cIsDisabledByAnyTruthyWordThenItIsOff(String truthy) {
		assertThat(read(Map.of("DAPR_HTTP_DISABLE_H2C", truthy), "").api().h2c()).isFalse();
	}

	@Test
	void whenH2cVariableIsNotTruthyThenH2cIsOn() {
		assertThat(Stream.of("", "0", "false", "off")
			.map((text) -> read(Map.of("DAPR_HTTP_DISABLE_H2C", text), "").api().h2c())).containsOnly(true);
	}

	@Test
	void whenConnectionVariablesAreSetThenTheyAreGoDurations() {
		SidecarSettings.Internal internal = read(
				Map.of("DAPR_GRPC_MAX_CONN_IDLE", "10s", "DAPR_GRPC_CONN_COLLECTOR_INTERVAL", "500ms"), "")
			.internal();
		assertThat(internal.maxConnectionIdle()).isEqualTo(Duration.ofSeconds(10));
		assertThat(internal.idleSweepInterval()).isEqualTo(Duration.ofMillis(500));
		assertThatExceptionOfType(StartupException.class)
			.isThrownBy(() -> read(Map.of("DAPR_GRPC_MAX_CONN_IDLE", "soon"), ""))
			.withMessage("The environment variable DAPR_GRPC_MAX_CONN_IDLE is soon, which is no positive duration. "
					+ "Give one such as 3m or 45s.");
	}

	@Test
	void whenApiLoggingIsUnsetThenTheConfigurationDecides() {
		assertThat(read("").api().callLogging()).isNull();
		assertThat(read("--enable-api-logging").api().callLogging()).isTrue();
		assertThat(read("--enable-api-logging=false").api().callLogging()).isFalse();
	}

	@Test
	void whenInitEndpointsAreDisabledThenTheyAreNotCalled() {
		SidecarSettings.App app = read("--disable-init-endpoints=config,subscribe").app();
		assertThat(app.loadsConfig()).isFalse();
		assertThat(app.loadsSubscriptions()).isFalse();
		assertThat(read("--disable-init-endpoints=config").app().loadsSubscriptions()).isTrue();
	}

	@Test
	void whenListenersAreSwitchedOnOrOffThenTheyArePresentOrNull() {
		assertThat(read("--enable-metrics=false").metrics()).isNull();
		assertThat(read("--dapr-public-port=3501").publicApi()).isEqualTo(new SidecarSettings.Listener("", 3501));
		assertThat(read("--profile-port -1").profiling()).isNull();
		assertThat(read("--enable-profiling").profiling()).isEqualTo(new SidecarSettings.Listener("", 7777));
	}

	@Test
	void whenAppPortMeansNoneThenThereIsNoApp() {
		assertThat(read("--app-port 0").app().port()).isZero();
		assertThat(read("--app-port -1").app().port()).isZero();
		assertThat(read("--app-port 0 --dapr-http-port 0").api().httpPort()).isZero();
	}

	@Test
	void whenLogFlagsAreGivenThenTheyAreRead() {
		assertThat(read("--log-level=WARN --log-as-json --log-file=x.log").log())
			.isEqualTo(new LogOptions(LogLevel.WARN, true, Path.of("x.log")));
	}

	@Test
	void whenOwnConfigurationIsGivenTwiceThenTheFlagWins() {
		Map<String, String> environment = Map.of("DAPR_INVOKE_CONFIG", "variable.yaml");
		assertThat(read(environment, "").folder().configuration()).isEqualTo(Path.of("variable.yaml"));
		assertThat(read(environment, "--dapr-invoke-config=flag.yaml").folder().configuration())
			.isEqualTo(Path.of("flag.yaml"));
	}

	@Test
	void whenAcceptedThingsHaveNoEffectYetThenANoticeSaysSo() {
		assertThat(read(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector"), "").notices())
			.containsExactly("OTEL_EXPORTER_OTLP_ENDPOINT is set, but traces are not exported yet.");
	}

	private static SidecarSettings read(String arguments) {
		return read(Map.of(), arguments);
	}

	private static SidecarSettings read(Map<String, String> environment, String arguments) {
		String[] all = ("--app-id=cart " + arguments).strip().split(" ");
		return new SettingsReader(DaprdFlag.parse(all), environment, null).read();
	}

}
