package dev.daprinvoke.sentry.flags;

import java.util.List;
import java.util.Locale;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.Flag;
import dev.daprinvoke.process.flags.FlagKind;
import dev.daprinvoke.process.flags.UsageException;

import static dev.daprinvoke.process.flags.FlagKind.BOOL;
import static dev.daprinvoke.process.flags.FlagKind.DURATION;
import static dev.daprinvoke.process.flags.FlagKind.LIST;
import static dev.daprinvoke.process.flags.FlagKind.STRING;

/**
 * Every flag of Sentry's command line, with its default (platform contract section 1.4).
 * The name of the constant is the name of the flag.
 */
public enum SentryFlag implements Flag {

	BUILD_INFO(BOOL, "false", "Print what this build is and exit"),
	CONFIG(STRING, "daprsystem", "File of the Configuration"),
	HEALTHZ_LISTEN_ADDRESS(STRING, "", "Address of the health endpoint"),
	HEALTHZ_PORT(STRING, "8080", "Port of the health endpoint"),
	ISSUER_CA_FILENAME(STRING, "ca.crt", "File of the trust anchors, in the folder of credentials or absolute"),
	ISSUER_CERTIFICATE_FILENAME(STRING, "issuer.crt", "File of the issuer's certificate"),
	ISSUER_CREDENTIALS(STRING, "/var/run/secrets/dapr.io/credentials", "Folder of the credentials"),
	ISSUER_KEY_FILENAME(STRING, "issuer.key", "File of the issuer's key"),
	JWKS_FILENAME(STRING, "jwks.json", "Accepted and ignored: tokens are not issued yet"),
	JWT_ENABLED(BOOL, "false", "Whether tokens are issued; not built yet"),
	JWT_ISSUER(STRING, "", "Accepted and ignored: tokens are not issued yet"),
	JWT_KEY_FILENAME(STRING, "jwt.key", "Accepted and ignored: tokens are not issued yet"),
	JWT_KEY_ID(STRING, "", "Accepted and ignored: tokens are not issued yet"),
	JWT_SIGNING_ALGORITHM(STRING, "RS256", "Accepted and ignored: tokens are not issued yet"),
	JWT_TTL(DURATION, "24h", "Accepted and ignored: tokens are not issued yet"),
	LISTEN_ADDRESS(STRING, "", "Address of the API"), LOG_AS_JSON(BOOL, "false", "Whether log lines are JSON objects"),
	LOG_FILE(STRING, "", "File to log to instead of standard output"),
	LOG_LEVEL(STRING, "info", "Least level that is logged: debug, info, warn, error or fatal"),
	METRICS_LISTEN_ADDRESS(STRING, "0.0.0.0", "Address of the metrics endpoint"),
	METRICS_PORT(STRING, "9090", "Port of the metrics endpoint"),
	ENABLE_METRICS(BOOL, "true", "Whether metrics are served"),
	MODE(STRING, "standalone", "Where Sentry runs: standalone; kubernetes is not built yet"),
	OIDC_ALLOWED_HOSTS(LIST, "", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_ENABLED(BOOL, "false", "Whether OpenID Connect is served; not built yet"),
	OIDC_JWKS_URI(STRING, "", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_PATH_PREFIX(STRING, "", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_SERVER_LISTEN_ADDRESS(STRING, "localhost", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_SERVER_LISTEN_PORT(STRING, "9080", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_SERVER_TLS_CERT_FILE(STRING, "", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_SERVER_TLS_ENABLED(BOOL, "true", "Accepted and ignored: OpenID Connect is not served yet"),
	OIDC_SERVER_TLS_KEY_FILE(STRING, "", "Accepted and ignored: OpenID Connect is not served yet"),
	PORT(STRING, "50001", "Port of the API"),
	TRUST_DOMAIN(STRING, "localhost", "Trust domain of the control plane; overrides the Configuration's"),
	VERSION(BOOL, "false", "Print the Dapr version whose wire is spoken and exit");

	private final FlagKind kind;

	private final String defaultValue;

	private final String meaning;

	SentryFlag(FlagKind kind, String defaultValue, String meaning) {
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
