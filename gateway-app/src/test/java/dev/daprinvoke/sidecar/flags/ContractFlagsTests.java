package dev.daprinvoke.sidecar.flags;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.flags.Usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Every flag of the table in contract invocation.md 6: its default, a value that is
 * accepted, and, where the feature is not built yet, a value that is refused.
 */
class ContractFlagsTests {

	private static final String TABLE = """
			actors-disseminate-timeout        | 30s       | 1m              |
			actors-service                    |           | placement:x     |
			allowed-origins                   |           | *               |
			app-binding-options-timeout       | 3s        | 5s              |
			app-channel-address               | 127.0.0.1 | localhost       |
			app-health-check-path             | /healthz  | /up             |
			app-health-probe-interval         | 5         | 0               |
			app-health-probe-timeout          | 500       | -1              |
			app-health-threshold              | 3         | 0               |
			app-id                            |           | cart            |
			app-max-concurrency               | -1        | 10              |
			app-port                          |           | 8080            |
			app-protocol                      | http      | GRPC            |
			app-ssl                           | false     | true            |
			build-info                        | false     | false           |
			components-path                   |           | ./components    |
			config                            |           | config.yaml     |
			control-plane-address             |           | api:443         |
			control-plane-namespace           | default   | dapr-system     |
			control-plane-trust-domain        | localhost | cluster.local   |
			dapr-block-shutdown-duration      | 0s        | 3m              |
			dapr-graceful-shutdown-seconds    | 5         | -1              |
			dapr-grpc-port                    | 50001     | 0               |
			dapr-http-max-request-size        | -1        | 16              |
			dapr-http-port                    | 3500      | 0               |
			dapr-http-read-buffer-size        | -1        | 8               |
			dapr-internal-grpc-listen-address |           | 127.0.0.1       |
			dapr-internal-grpc-port           |           | 50002           |
			dapr-invoke-config                |           | own.yaml        |
			dapr-listen-addresses             |           | [::1],127.0.0.1 |
			dapr-public-listen-address        |           | 127.0.0.1       |
			dapr-public-port                  |           | 3501            |
			disable-builtin-k8s-secret-store  | false     | true            |
			disable-init-endpoints            |           | config          |
			enable-api-logging                |           | true            |
			enable-app-health-check           | false     | true            |
			enable-metrics                    | true      | false           |
			enable-mtls                       | false     | false           |
			enable-profiling                  | false     | true            |
			hot-reload-reconcile-interval     | 0s        | 1s              |
			log-as-json                       | false     | true            |
			log-file                          |           | daprd.log       |
			log-level                         | info      | debug           |
			max-body-size                     | 4Mi       | 2Gi             |
			metrics-listen-address            | 0.0.0.0   | 127.0.0.1       |
			metrics-port                      | 9090      | 0               |
			mode                              | standalone| standalone      | kubernetes
			placement-host-address            |           | localhost:50005 |
			profile-port                      | 7777      | -1              |
			read-buffer-size                  | 4Ki       | 64Ki            |
			reminders-service                 |           | default         |
			resources-path                    |           | ./resources     |
			scheduler-host-address            |           | a:1,b:2         |
			scheduler-job-streams             | 3         | 1               |
			sentry-address                    |           | localhost:50003 |
			sentry-request-jwt-audiences      |           | a,b             |
			unix-domain-socket                |           | /tmp            |
			version                           | false     | false           |
			wait                              | false     | false           |
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = TABLE, emptyValue = "", nullValues = "")
	void whenFlagIsGivenThenItIsAcceptedWithItsContractDefault(String name, String defaultValue, String accepted) {
		DaprdFlag flag = Stream.of(DaprdFlag.values())
			.filter((each) -> each.flagName().equals(name))
			.findFirst()
			.orElseThrow();
		assertThat(flag.defaultValue()).isEqualTo((defaultValue != null) ? defaultValue : "");
		assertThatNoException().isThrownBy(() -> read("--app-id=cart", "--" + name + "=" + orEmpty(accepted, flag)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = TABLE, emptyValue = "", nullValues = "")
	void whenFlagAsksForWhatIsNotBuiltThenTwoSentencesSaySo(String name, String defaultValue, String accepted,
			String refused) {
		if (refused != null) {
			assertThatExceptionOfType(StartupException.class)
				.isThrownBy(() -> read("--app-id=cart", "--" + name + "=" + refused))
				.withMessageMatching("--" + name + "=\\S+ asks for .+, which is not built yet\\. [A-Z].+\\.");
		}
	}

	@Test
	void whenTableIsReadThenItNamesEveryFlag() {
		assertThat(TABLE.lines().map((line) -> line.substring(0, line.indexOf('|')).strip()))
			.containsExactlyElementsOf(Stream.of(DaprdFlag.values()).map(DaprdFlag::flagName).toList());
	}

	/** The command line of contract section 0, first row, with a value for each flag. */
	@Test
	void whenToolsPassWhatTheyCommonlyPassThenItIsAccepted() {
		SidecarSettings settings = read("--log-level=debug", "--app-id=x", "--app-protocol=http",
				"--dapr-grpc-port=50001", "--dapr-http-port=3500", "--dapr-internal-grpc-port=50002",
				"--dapr-internal-grpc-listen-address=127.0.0.1", "--dapr-listen-addresses=127.0.0.1",
				"--dapr-public-port=3501", "--dapr-public-listen-address=127.0.0.1", "--metrics-port=9090",
				"--metrics-listen-address=127.0.0.1", "--profile-port=7777", "--enable-app-health-check=true",
				"--app-health-probe-interval=0", "--app-health-threshold=0", "--mode=standalone", "--enable-mtls=false",
				"--enable-api-logging=true", "--enable-profiling");
		assertThat(settings.profiling()).isEqualTo(new SidecarSettings.Listener("", 7777));
		assertThat(settings.notices()).isEmpty();
	}

	@Test
	void whenUsageIsPrintedThenEveryFlagHasItsLine() {
		assertThat(Usage.text("daprd", List.of(DaprdFlag.values())).lines()).hasSize(1 + DaprdFlag.values().length)
			.contains("Usage of daprd:",
					"      --app-id string                              Name this app is called by; required",
					"      --dapr-http-port string                      Port of the HTTP API (default \"3500\")",
					"      --enable-metrics                             Whether metrics are served (default true)",
					"      --app-health-threshold int                   Failed health probes that make the app "
							+ "unhealthy (default 3)");
	}

	private static String orEmpty(String accepted, DaprdFlag flag) {
		return (accepted != null) ? accepted : flag.defaultValue();
	}

	private static SidecarSettings read(String... arguments) {
		return new SettingsReader(DaprdFlag.parse(arguments), Map.of(), null).read();
	}

}
