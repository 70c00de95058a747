package dev.daprinvoke.sentry.flags;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.FlagValues;
import dev.daprinvoke.process.flags.ListenAddress;
import dev.daprinvoke.process.flags.LogFlags;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.log.LogOptions;
import dev.daprinvoke.sentry.authority.CredentialNames;

/**
 * Makes the options of a command line and an environment.
 */
public final class OptionsReader {

	private final CommandLine flags;

	private final FlagValues values;

	private final Map<String, String> environment;

	/**
	 * Creates a reader.
	 * @param flags the command line
	 * @param environment the process's environment
	 */
	public OptionsReader(CommandLine flags, Map<String, String> environment) {
		this.flags = flags;
		this.values = new FlagValues(flags);
		this.environment = environment;
	}

	/**
	 * How to log. Needed first, so that all that is wrong can be logged.
	 * @return the options
	 * @throws StartupException if they make no sense
	 */
	public LogOptions logOptions() {
		return LogFlags.read(this.flags, SentryFlag.LOG_LEVEL, SentryFlag.LOG_AS_JSON, SentryFlag.LOG_FILE);
	}

	/**
	 * Reads and checks everything.
	 * @return the options
	 * @throws StartupException for the first thing that is wrong or not built yet
	 */
	public SentryOptions read() {
		checkMode();
		refuse(SentryFlag.JWT_ENABLED, "issuing tokens");
		refuse(SentryFlag.OIDC_ENABLED, "serving OpenID Connect");
		return new SentryOptions(path(SentryFlag.CONFIG), trustDomain(),
				this.environment.getOrDefault("NAMESPACE", "default"),
				place(SentryFlag.LISTEN_ADDRESS, SentryFlag.PORT),
				place(SentryFlag.HEALTHZ_LISTEN_ADDRESS, SentryFlag.HEALTHZ_PORT),
				this.flags.isTrue(SentryFlag.ENABLE_METRICS)
						? place(SentryFlag.METRICS_LISTEN_ADDRESS, SentryFlag.METRICS_PORT) : null,
				credentials());
	}

	private void checkMode() {
		String mode = this.flags.text(SentryFlag.MODE);
		if (!Set.of("standalone", "kubernetes").contains(mode)) {
			throw new StartupException("invalid mode: " + mode);
		}
		if (mode.equals("kubernetes")) {
			throw new StartupException("--mode=kubernetes asks for running in Kubernetes, which is not built yet. "
					+ "Leave the flag out to run standalone.");
		}
	}

	private void refuse(SentryFlag flag, String feature) {
		if (this.flags.isTrue(flag)) {
			throw new StartupException("--%s=true asks for %s, which is not built yet. Leave the flag out."
				.formatted(flag.flagName(), feature));
		}
	}

	private @Nullable String trustDomain() {
		String given = this.flags.text(SentryFlag.TRUST_DOMAIN);
		return (this.flags.isGiven(SentryFlag.TRUST_DOMAIN) && !given.isEmpty()) ? given : null;
	}

	private SentryOptions.Place place(SentryFlag address, SentryFlag port) {
		return new SentryOptions.Place(ListenAddress.withoutBrackets(this.flags.text(address)), this.values.port(port),
				"--" + port.flagName());
	}

	private CredentialNames credentials() {
		Path folder = path(SentryFlag.ISSUER_CREDENTIALS);
		return new CredentialNames(folder.resolve(path(SentryFlag.ISSUER_CA_FILENAME)),
				folder.resolve(path(SentryFlag.ISSUER_CERTIFICATE_FILENAME)),
				folder.resolve(path(SentryFlag.ISSUER_KEY_FILENAME)));
	}

	private Path path(SentryFlag flag) {
		Path path = this.values.path(flag);
		if (path == null) {
			throw new StartupException("--%s is empty. Give a path, or leave the flag out for %s."
				.formatted(flag.flagName(), flag.defaultValue()));
		}
		return path;
	}

}
