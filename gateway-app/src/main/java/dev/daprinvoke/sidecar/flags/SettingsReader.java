package dev.daprinvoke.sidecar.flags;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.FlagKind;
import dev.daprinvoke.process.flags.FlagValues;
import dev.daprinvoke.process.flags.ListenAddress;
import dev.daprinvoke.process.flags.LogFlags;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.identity.SentrySettings;
import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.process.log.LogOptions;

/**
 * Makes the settings of a command line and an environment.
 */
public final class SettingsReader {

	private static final Set<String> INIT_ENDPOINTS = Set.of("config", "subscribe");

	private static final Duration MAX_CONNECTION_IDLE = Duration.ofMinutes(3);

	private static final Duration IDLE_SWEEP_INTERVAL = Duration.ofSeconds(45);

	private static final int MEBIBYTE_BITS = 20;

	private static final int KIBIBYTE_BITS = 10;

	private final CommandLine flags;

	private final FlagValues values;

	private final EnvironmentValues environment;

	private final NotBuiltYet notBuiltYet;

	private final @Nullable Path home;

	/**
	 * Creates a reader.
	 * @param flags the command line
	 * @param environment the process's environment
	 * @param home the folder the launcher lives in, or null if it is not known
	 */
	public SettingsReader(CommandLine flags, Map<String, String> environment, @Nullable Path home) {
		this.flags = flags;
		this.values = new FlagValues(flags);
		this.environment = new EnvironmentValues(environment);
		this.notBuiltYet = new NotBuiltYet(flags, environment);
		this.home = home;
	}

	/**
	 * The app id as given, unchecked: log lines carry it even when it is wrong.
	 * @return the app id, may be empty
	 */
	public String givenAppId() {
		return this.flags.text(DaprdFlag.APP_ID);
	}

	/**
	 * The HTTP API's port, which is all that {@code --wait} needs.
	 * @return the port
	 * @throws StartupException if it is no port
	 */
	public int httpPort() {
		return this.values.port(DaprdFlag.DAPR_HTTP_PORT);
	}

	/**
	 * How to log. Needed first, so that all that is wrong can be logged.
	 * @return the options
	 * @throws StartupException if they make no sense
	 */
	public LogOptions logOptions() {
		return LogFlags.read(this.flags, DaprdFlag.LOG_LEVEL, DaprdFlag.LOG_AS_JSON, DaprdFlag.LOG_FILE);
	}

	/**
	 * Reads and checks everything.
	 * @return the settings
	 * @throws StartupException for the first thing that is wrong or not built yet
	 */
	public SidecarSettings read() {
		checkAppId();
		checkMode();
		AppProtocol protocol = AppProtocol.of(this.flags.text(DaprdFlag.APP_PROTOCOL),
				this.flags.isTrue(DaprdFlag.APP_SSL));
		checkIgnoredFlags();
		this.notBuiltYet.refuse(protocol);
		SidecarSettings settings = new SidecarSettings(app(protocol), api(), publicApi(), internal(), metrics(),
				profiling(), limits(), resources(), mesh(), this.notBuiltYet.namesCollector(),
				new SidecarSettings.Shutdown(gracePeriod(), putOff()), logOptions(),
				new SidecarSettings.Folder(this.home, ownConfiguration()), this.notBuiltYet.notices());
		checkAppPort(settings.app().port(), DaprdFlag.DAPR_HTTP_PORT, settings.api().httpPort());
		checkAppPort(settings.app().port(), DaprdFlag.DAPR_GRPC_PORT, settings.api().grpcPort());
		PortConflicts.check(settings);
		return settings;
	}

	private void checkAppId() {
		if (givenAppId().isEmpty()) {
			throw new StartupException("parameter app-id cannot be empty");
		}
		if (givenAppId().contains(".")) {
			throw new StartupException("parameter app-id cannot contain dots");
		}
	}

	private void checkMode() {
		String mode = this.flags.text(DaprdFlag.MODE);
		if (!Set.of("standalone", "kubernetes").contains(mode)) {
			throw new StartupException("invalid mode: " + mode);
		}
	}

	/** Ignored does not mean unchecked: real daprd refuses this value too. */
	private void checkIgnoredFlags() {
		if (this.flags.duration(DaprdFlag.ACTORS_DISSEMINATE_TIMEOUT).compareTo(Duration.ZERO) <= 0) {
			throw new StartupException("--actors-disseminate-timeout=%s is not above zero. Give a duration such as 30s."
				.formatted(this.flags.text(DaprdFlag.ACTORS_DISSEMINATE_TIMEOUT)));
		}
	}

	private SidecarSettings.App app(AppProtocol protocol) {
		List<String> disabled = this.flags.list(DaprdFlag.DISABLE_INIT_ENDPOINTS);
		disabled.stream().filter((endpoint) -> !INIT_ENDPOINTS.contains(endpoint)).findFirst().ifPresent((unknown) -> {
			throw new StartupException("--disable-init-endpoints=%s names no endpoint. Give config, subscribe or both."
				.formatted(unknown));
		});
		return new SidecarSettings.App(givenAppId(), this.environment.namespace(),
				this.values.portOrNone(DaprdFlag.APP_PORT), protocol.text(),
				ListenAddress.withoutBrackets(this.flags.text(DaprdFlag.APP_CHANNEL_ADDRESS)),
				this.environment.text("APP_API_TOKEN"), this.flags.number(DaprdFlag.APP_MAX_CONCURRENCY), appHealth(),
				!disabled.contains("config"), !disabled.contains("subscribe"));
	}

	private SidecarSettings.AppHealth appHealth() {
		Duration interval = Duration.ofSeconds(positive(DaprdFlag.APP_HEALTH_PROBE_INTERVAL));
		Duration timeout = Duration.ofMillis(positive(DaprdFlag.APP_HEALTH_PROBE_TIMEOUT));
		if (timeout.compareTo(interval) > 0) {
			throw new StartupException("value for 'health-probe-timeout' must be smaller than 'health-probe-interval'");
		}
		return new SidecarSettings.AppHealth(this.flags.isTrue(DaprdFlag.ENABLE_APP_HEALTH_CHECK),
				this.flags.text(DaprdFlag.APP_HEALTH_CHECK_PATH), interval, timeout,
				positive(DaprdFlag.APP_HEALTH_THRESHOLD));
	}

	/** 0 and less stand for the default (contract, invocation.md 0). */
	private int positive(DaprdFlag flag) {
		int number = this.flags.number(flag);
		return (number > 0) ? number : FlagKind.parseInt(flag.defaultValue());
	}

	private SidecarSettings.Api api() {
		Boolean callLogging = this.flags.isGiven(DaprdFlag.ENABLE_API_LOGGING)
				? (Boolean) this.flags.isTrue(DaprdFlag.ENABLE_API_LOGGING) : null;
		return new SidecarSettings.Api(ListenAddress.parseAll(this.flags.text(DaprdFlag.DAPR_LISTEN_ADDRESSES)),
				httpPort(), this.values.port(DaprdFlag.DAPR_GRPC_PORT),
				!this.environment.isTruthy("DAPR_HTTP_DISABLE_H2C"), callLogging, apiToken(), allowedOrigins(),
				this.values.path(DaprdFlag.UNIX_DOMAIN_SOCKET));
	}

	private @Nullable ApiToken apiToken() {
		String token = this.environment.text("DAPR_API_TOKEN");
		return token.isEmpty() ? null : new ApiToken(token);
	}

	private List<String> allowedOrigins() {
		return Stream.of(this.flags.text(DaprdFlag.ALLOWED_ORIGINS).split(","))
			.map(String::strip)
			.filter((origin) -> !origin.isEmpty())
			.toList();
	}

	private SidecarSettings.@Nullable Listener publicApi() {
		int port = this.values.portOrNone(DaprdFlag.DAPR_PUBLIC_PORT);
		return (port == 0) ? null : listener(DaprdFlag.DAPR_PUBLIC_LISTEN_ADDRESS, port);
	}

	private SidecarSettings.Internal internal() {
		return new SidecarSettings.Internal(this.flags.text(DaprdFlag.DAPR_INTERNAL_GRPC_LISTEN_ADDRESS),
				this.values.port(DaprdFlag.DAPR_INTERNAL_GRPC_PORT),
				this.environment.duration("DAPR_GRPC_MAX_CONN_IDLE", MAX_CONNECTION_IDLE),
				this.environment.duration("DAPR_GRPC_CONN_COLLECTOR_INTERVAL", IDLE_SWEEP_INTERVAL));
	}

	private SidecarSettings.@Nullable Listener metrics() {
		int port = this.values.port(DaprdFlag.METRICS_PORT);
		return this.flags.isTrue(DaprdFlag.ENABLE_METRICS) ? listener(DaprdFlag.METRICS_LISTEN_ADDRESS, port) : null;
	}

	/** The port is only looked at closely where it is opened: the Dapr CLI says -1. */
	private SidecarSettings.@Nullable Listener profiling() {
		if (!this.flags.isTrue(DaprdFlag.ENABLE_PROFILING)) {
			this.values.portOrNone(DaprdFlag.PROFILE_PORT);
			return null;
		}
		return new SidecarSettings.Listener("", this.values.port(DaprdFlag.PROFILE_PORT));
	}

	private SidecarSettings.Listener listener(DaprdFlag address, int port) {
		return new SidecarSettings.Listener(ListenAddress.withoutBrackets(this.flags.text(address)), port);
	}

	private SidecarSettings.Limits limits() {
		long body = size(DaprdFlag.MAX_BODY_SIZE, DaprdFlag.DAPR_HTTP_MAX_REQUEST_SIZE, MEBIBYTE_BITS);
		long readBuffer = size(DaprdFlag.READ_BUFFER_SIZE, DaprdFlag.DAPR_HTTP_READ_BUFFER_SIZE, KIBIBYTE_BITS);
		if (readBuffer == 0 || readBuffer > Integer.MAX_VALUE) {
			throw new StartupException("The read buffer's size is %d bytes. Give 1 to %d with --read-buffer-size."
				.formatted(readBuffer, Integer.MAX_VALUE));
		}
		long unlessUnlimited = (body == 0) ? Long.MAX_VALUE : body;
		return new SidecarSettings.Limits(unlessUnlimited, (int) Math.min(unlessUnlimited, Integer.MAX_VALUE),
				(int) readBuffer);
	}

	/**
	 * The size in bytes: the flag's, if given, else that of its deprecated forerunner.
	 */
	private long size(DaprdFlag flag, DaprdFlag deprecated, int deprecatedUnitBits) {
		boolean useDeprecated = !this.flags.isGiven(flag) && this.flags.number(deprecated) >= 0;
		return useDeprecated ? (long) this.flags.number(deprecated) << deprecatedUnitBits : this.values.bytes(flag);
	}

	private SidecarSettings.Resources resources() {
		List<Path> directories = this.values.paths(DaprdFlag.RESOURCES_PATH);
		return new SidecarSettings.Resources(this.values.paths(DaprdFlag.CONFIG),
				directories.isEmpty() ? this.values.paths(DaprdFlag.COMPONENTS_PATH) : directories);
	}

	/** The rest is only looked at where it is needed: the Dapr CLI gives all of it. */
	private SidecarSettings.@Nullable Mesh mesh() {
		if (!this.flags.isTrue(DaprdFlag.ENABLE_MTLS)) {
			return null;
		}
		try {
			return new SidecarSettings.Mesh(
					SentrySettings.of(this.flags.text(DaprdFlag.SENTRY_ADDRESS),
							controlPlane(DaprdFlag.CONTROL_PLANE_TRUST_DOMAIN, "DAPR_CONTROLPLANE_TRUST_DOMAIN"),
							controlPlane(DaprdFlag.CONTROL_PLANE_NAMESPACE, "DAPR_CONTROLPLANE_NAMESPACE")),
					this.environment.identityRequest(this.flags.list(DaprdFlag.SENTRY_REQUEST_JWT_AUDIENCES)));
		}
		catch (IdentityException ex) {
			throw new StartupException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private String controlPlane(DaprdFlag flag, String variable) {
		String text = this.environment.text(variable);
		return (this.flags.isGiven(flag) || text.isEmpty()) ? this.flags.text(flag) : text;
	}

	private Duration gracePeriod() {
		int seconds = this.flags.number(DaprdFlag.DAPR_GRACEFUL_SHUTDOWN_SECONDS);
		return Duration.ofSeconds(
				(seconds >= 0) ? seconds : FlagKind.parseInt(DaprdFlag.DAPR_GRACEFUL_SHUTDOWN_SECONDS.defaultValue()));
	}

	private Duration putOff() {
		Duration given = this.flags.duration(DaprdFlag.DAPR_BLOCK_SHUTDOWN_DURATION);
		return given.isNegative() ? Duration.ZERO : given;
	}

	private @Nullable Path ownConfiguration() {
		Path flag = this.values.path(DaprdFlag.DAPR_INVOKE_CONFIG);
		String variable = this.environment.text("DAPR_INVOKE_CONFIG");
		return (flag != null || variable.isEmpty()) ? flag
				: this.values.toPath("The environment variable DAPR_INVOKE_CONFIG", variable);
	}

	private static void checkAppPort(int appPort, DaprdFlag flag, int port) {
		if (appPort != 0 && appPort == port) {
			throw new StartupException(
					"the '%s' argument value %d conflicts with 'app-port'".formatted(flag.flagName(), port));
		}
	}

}
