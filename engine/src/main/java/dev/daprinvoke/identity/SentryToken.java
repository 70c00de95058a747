package dev.daprinvoke.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.protocol.sentry.SignCertificateRequest.TokenValidator;

/**
 * What a workload shows Sentry to be who it says (platform contract section 1.2, token
 * choice). Files are read anew for each request, as they are renewed by others.
 */
public final class SentryToken {

	static final String FILE_VARIABLE = "DAPR_SENTRY_TOKEN_FILE";

	private static final Path PROJECTED = Path.of("/var/run/secrets/dapr.io/sentrytoken/token");

	private static final Path LEGACY = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

	/** Longer than any token. */
	private static final int LARGEST = 1 << 20;

	private final @Nullable Path file;

	private final boolean kubernetes;

	private SentryToken(@Nullable Path file, boolean kubernetes) {
		this.file = file;
		this.kubernetes = kubernetes;
	}

	/**
	 * Chooses where tokens come from.
	 * @param environment the environment
	 * @param kubernetes whether this runs in Kubernetes
	 * @return the choice
	 * @throws IdentityException if the environment names a file, but an empty one
	 */
	public static SentryToken choose(Map<String, String> environment, boolean kubernetes) {
		String file = environment.get(FILE_VARIABLE);
		if (file != null && file.isEmpty()) {
			throw new IdentityException(FILE_VARIABLE + " is empty (expected: the path of a file with a token)", null);
		}
		return new SentryToken((file != null) ? Path.of(file) : null, kubernetes);
	}

	/** Which validator is to look at it. */
	TokenValidator validator() {
		if (this.kubernetes) {
			return TokenValidator.KUBERNETES;
		}
		return (this.file != null) ? TokenValidator.JWKS : TokenValidator.UNKNOWN;
	}

	/**
	 * Reads the token. Blocks.
	 * @return the token as it is, empty if there is none to be had
	 * @throws IdentityException if its file cannot be read
	 */
	String read() {
		if (this.file != null) {
			return read(this.file, "named by " + FILE_VARIABLE);
		}
		if (!this.kubernetes) {
			return "";
		}
		return Files.exists(PROJECTED) ? read(PROJECTED, "projected by Kubernetes")
				: read(LEGACY, "of the pod's service account");
	}

	private static String read(Path file, String origin) {
		try {
			if (Files.size(file) > LARGEST) {
				throw new IdentityException("The token " + file + ", " + origin + ", has " + Files.size(file)
						+ " bytes (expected: at most " + LARGEST + ")", null);
			}
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IdentityException("The token " + file + ", " + origin + ", cannot be read: " + ex, ex);
		}
	}

}
