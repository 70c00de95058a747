package dev.daprinvoke.sidecar.flags;

import java.util.List;
import java.util.Locale;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.Flag;
import dev.daprinvoke.process.flags.FlagKind;
import dev.daprinvoke.process.flags.UsageException;

import static dev.daprinvoke.process.flags.FlagKind.BOOL;
import static dev.daprinvoke.process.flags.FlagKind.DURATION;
import static dev.daprinvoke.process.flags.FlagKind.INT;
import static dev.daprinvoke.process.flags.FlagKind.LIST;
import static dev.daprinvoke.process.flags.FlagKind.STRING;
import static dev.daprinvoke.process.flags.FlagKind.UINT;

/**
 * Every flag of daprd's command line, with its default (contract, invocation.md 6), and
 * our one own. The name of the constant is the name of the flag.
 */
public enum DaprdFlag implements Flag {

	ACTORS_DISSEMINATE_TIMEOUT(DURATION, "30s", "Accepted and ignored: actors are not served"),
	ACTORS_SERVICE(STRING, "", "Accepted and ignored: actors are not served"),
	ALLOWED_ORIGINS(STRING, "", "Origins that may call from a browser, comma-separated, or *; empty means no CORS"),
	APP_BINDING_OPTIONS_TIMEOUT(DURATION, "3s", "Accepted and ignored: bindings are not served"),
	APP_CHANNEL_ADDRESS(STRING, "127.0.0.1", "Host the app listens on"),
	APP_HEALTH_CHECK_PATH(STRING, "/healthz", "Path of an HTTP app's health check"),
	APP_HEALTH_PROBE_INTERVAL(INT, "5", "Seconds between two health probes of the app"),
	APP_HEALTH_PROBE_TIMEOUT(INT, "500", "Milliseconds a health probe may take"),
	APP_HEALTH_THRESHOLD(INT, "3", "Failed health probes that make the app unhealthy"),
	APP_ID(STRING, "", "Name this app is called by; required"),
	APP_MAX_CONCURRENCY(INT, "-1", "Calls the app gets at the same time; 0 or less means no limit"),
	APP_PORT(STRING, "", "Port the app listens on; absent or 0 means there is no app to call"),
	APP_PROTOCOL(STRING, "http", "Protocol the app speaks: http, https, h2c, grpc or grpcs"),
	APP_SSL(BOOL, "false", "Deprecated: makes app-protocol http mean https, and grpc mean grpcs"),
	BUILD_INFO(BOOL, "false", "Print what this build is and exit"),
	COMPONENTS_PATH(LIST, "", "Deprecated: used as resources-path if that is not given"),
	CONFIG(LIST, "", "Files with a Dapr Configuration; later ones are laid over earlier ones"),
	CONTROL_PLANE_ADDRESS(STRING, "", "Address of the control plane in Kubernetes mode"),
	CONTROL_PLANE_NAMESPACE(STRING, "default", "Namespace of the control plane"),
	CONTROL_PLANE_TRUST_DOMAIN(STRING, "localhost", "Trust domain of the control plane"),
	DAPR_BLOCK_SHUTDOWN_DURATION(DURATION, "0s", "How long a stop is put off while the app is healthy; 0 means not"),
	DAPR_GRACEFUL_SHUTDOWN_SECONDS(INT, "5", "Seconds a stop may take; negative means 5, 0 means any time"),
	DAPR_GRPC_PORT(STRING, "50001", "Port of the gRPC API"),
	DAPR_HTTP_MAX_REQUEST_SIZE(INT, "-1",
			"Deprecated: max-body-size in MB, used if that is not given; -1 means the default"),
	DAPR_HTTP_PORT(STRING, "3500", "Port of the HTTP API"),
	DAPR_HTTP_READ_BUFFER_SIZE(INT, "-1",
			"Deprecated: read-buffer-size in KB, used if that is not given; -1 means the default"),
	DAPR_INTERNAL_GRPC_LISTEN_ADDRESS(STRING, "", "Address other sidecars are listened to on; empty means all"),
	DAPR_INTERNAL_GRPC_PORT(STRING, "", "Port other sidecars call; empty or 0 means one that outlasts restarts"),
	DAPR_INVOKE_CONFIG(STRING, "", "Our own: an application.yaml besides the one in the sidecar's conf folder"),
	DAPR_LISTEN_ADDRESSES(STRING, "", "Addresses of the HTTP and gRPC APIs, comma-separated; empty means all"),
	DAPR_PUBLIC_LISTEN_ADDRESS(STRING, "", "Address of the public health and metadata endpoints; empty means all"),
	DAPR_PUBLIC_PORT(STRING, "", "Port of the public health and metadata endpoints; empty means none"),
	DISABLE_BUILTIN_K8S_SECRET_STORE(BOOL, "false", "Accepted and ignored: secret stores are not served"),
	DISABLE_INIT_ENDPOINTS(LIST, "", "Endpoints of the app not called at the start: config, subscribe"),
	ENABLE_API_LOGGING(BOOL, "", "Whether API calls are logged; unset leaves it to the Configuration"),
	ENABLE_APP_HEALTH_CHECK(BOOL, "false", "Whether the app's health is probed"),
	ENABLE_METRICS(BOOL, "true", "Whether metrics are served"),
	ENABLE_MTLS(BOOL, "false", "Whether sidecars show each other certificates"),
	ENABLE_PROFILING(BOOL, "false", "Whether the profiling port is opened"),
	HOT_RELOAD_RECONCILE_INTERVAL(DURATION, "0s", "Accepted and ignored: a changed file is seen when it changes"),
	LOG_AS_JSON(BOOL, "false", "Whether log lines are JSON objects"),
	LOG_FILE(STRING, "", "File to log to instead of standard output"),
	LOG_LEVEL(STRING, "info", "Least level that is logged: debug, info, warn, error or fatal"),
	MAX_BODY_SIZE(STRING, "4Mi", "Largest body of an HTTP request, and largest gRPC message; 0 means any size"),
	METRICS_LISTEN_ADDRESS(STRING, "0.0.0.0", "Address of the metrics endpoint"),
	METRICS_PORT(STRING, "9090", "Port of the metrics endpoint"),
	MODE(STRING, "standalone", "Where the sidecar runs: standalone; kubernetes is not built yet"),
	PLACEMENT_HOST_ADDRESS(STRING, "", "Accepted and ignored: actors are not served"),
	PROFILE_PORT(STRING, "7777", "Port of the profiling endpoint"),
	READ_BUFFER_SIZE(STRING, "4Ki", "Size of a request's headers"),
	REMINDERS_SERVICE(STRING, "", "Accepted and ignored: actors are not served"),
	RESOURCES_PATH(LIST, "", "Directories with Dapr resources"),
	SCHEDULER_HOST_ADDRESS(LIST, "", "Accepted and ignored: jobs are not served"),
	SCHEDULER_JOB_STREAMS(UINT, "3", "Accepted and ignored: jobs are not served"),
	SENTRY_ADDRESS(STRING, "", "Address of the certificate authority, used with enable-mtls"),
	SENTRY_REQUEST_JWT_AUDIENCES(LIST, "", "Audiences of tokens to ask the certificate authority for"),
	UNIX_DOMAIN_SOCKET(STRING, "", "Directory for unix sockets that take the place of the API's TCP ports"),
	VERSION(BOOL, "false", "Print the Dapr version whose wire is spoken and exit"),
	WAIT(BOOL, "false", "Wait for a sidecar on this host to be ready, at most 60 seconds, and exit");

	private final FlagKind kind;

	private final String defaultValue;

	private final String meaning;

	DaprdFlag(FlagKind kind, String defaultValue, String meaning) {
		this.kind = kind;
		this.defaultValue = defaultValue;
		this.meaning = meaning;
	}

	/**
	 * Reads the arguments of the process.
	 * @param arguments as {@code main} gets them
	 * @return the flags
	 * @throws UsageException with pflag's words for the first argument that is wrong
	 */
	public static CommandLine parse(String... arguments) {
		return CommandLine.parse(List.of(values()), arguments);
	}

	@Override
	public String flagName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Override
	public FlagKind kind() {
		return this.kind;
	}

	@Override
	public String defaultValue() {
		return this.defaultValue;
	}

	@Override
	public String meaning() {
		return this.meaning;
	}

}
