package dev.daprinvoke.sidecar.flags;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.process.flags.GoDuration;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.flags.Truth;
import dev.daprinvoke.identity.IdentityRequest;

/**
 * Reads the environment variables daprd reads (contract, invocation.md 6).
 */
final class EnvironmentValues {

	private final Map<String, String> environment;

	EnvironmentValues(Map<String, String> environment) {
		this.environment = environment;
	}

	/** The value, or empty. */
	String text(String name) {
		return this.environment.getOrDefault(name, "");
	}

	/** Set but empty is not the same as unset: it means the namespace without a name. */
	String namespace() {
		return this.environment.getOrDefault("NAMESPACE", "default");
	}

	boolean isTruthy(String name) {
		return Truth.in(text(name));
	}

	/** What to ask Sentry with. */
	IdentityRequest identityRequest(List<String> audiences) {
		return IdentityRequest.of(this.environment, audiences);
	}

	/**
	 * A positive duration.
	 * @param name the variable
	 * @param defaultValue what holds where it is unset or empty
	 */
	Duration duration(String name, Duration defaultValue) {
		String text = text(name);
		if (text.isEmpty()) {
			return defaultValue;
		}
		try {
			Duration duration = GoDuration.parse(text);
			if (duration.compareTo(Duration.ZERO) > 0) {
				return duration;
			}
		}
		catch (IllegalArgumentException ex) {
			throw noDuration(name, text, ex);
		}
		throw noDuration(name, text, null);
	}

	private static StartupException noDuration(String name, String text, @Nullable Exception cause) {
		return new StartupException(
				"The environment variable %s is %s, which is no positive duration. Give one such as 3m or 45s."
					.formatted(name, text),
				cause);
	}

}
