package dev.daprinvoke.autoconfigure.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Calls of the apps of a Dapr mesh.
 *
 * @param enabled Whether to make clients of interfaces annotated with DaprInvoke and the
 * builders qualified Dapr.
 * @param mode Who performs the calls: with sidecar and with auto, the sidecar. Calls
 * without one, embedded, are not built yet and keep the application from starting.
 * @param timeout Maximum time for one attempt of a call, where neither the client nor the
 * annotation DaprTimeout says anything else; 0 for no limit. A number without a unit is
 * in milliseconds.
 * @param waitForSidecar Maximum time to wait for the sidecar before the application is
 * ready for traffic; it fails to start if the sidecar is not there by then. Not set, or
 * 0, nobody waits; nor does anybody if an Invoker of the application makes the calls. A
 * number without a unit is in milliseconds.
 * @param sidecar Where the sidecar is.
 * @param grpc Calls of gRPC stubs.
 * @param clients How single clients make their calls, by app id. Ids with a dot stand in
 * brackets: dapr.invoke.clients[cart.production].timeout. In names of environment
 * variables ids and methods are written without dashes and the like.
 */
@ConfigurationProperties("dapr.invoke")
public record DaprInvokeProperties(@DefaultValue("true") boolean enabled, @DefaultValue("auto") Mode mode,
		@DefaultValue("60s") Duration timeout, @Nullable Duration waitForSidecar, @DefaultValue Sidecar sidecar,
		@DefaultValue Grpc grpc, @DefaultValue Map<String, Client> clients) {

	public DaprInvokeProperties {
		require(!timeout.isNegative(), "timeout", timeout, "0, for no limit, or more");
		require(waitForSidecar == null || !waitForSidecar.isNegative(), "wait-for-sidecar", waitForSidecar,
				"0, not to wait, or more");
	}

	static void require(boolean right, String name, @Nullable Object value, String expected) {
		if (!right) {
			throw new IllegalArgumentException("dapr.invoke." + name + ": " + value + " (expected: " + expected + ")");
		}
	}

	/**
	 * Who performs the calls.
	 */
	public enum Mode {

		/** The sidecar. */
		AUTO,

		/** The sidecar. */
		SIDECAR,

		/** The application itself: not built yet. */
		EMBEDDED

	}

	/**
	 * Where the sidecar is.
	 *
	 * @param httpEndpoint Address of the sidecar's HTTP API, such as
	 * http://localhost:3500. Not set, the variable DAPR_HTTP_ENDPOINT counts, then
	 * localhost with the port of DAPR_HTTP_PORT, which is 3500 by default.
	 * @param grpcEndpoint Address of the sidecar's gRPC API, as host:port,
	 * http://host:port, https://host:port or dns:host:port; https, or ?tls=true behind
	 * one of the forms without http, means TLS. Not set, the variable DAPR_GRPC_ENDPOINT
	 * counts, then localhost with the port of DAPR_GRPC_PORT, which is 50001 by default.
	 * @param apiToken Token that the sidecar asks for. Not set, the variable
	 * DAPR_API_TOKEN counts.
	 * @param connectTimeout Maximum time to wait for a connection to the sidecar. A
	 * number without a unit is in milliseconds.
	 */
	public record Sidecar(@Nullable URI httpEndpoint, @Nullable String grpcEndpoint, @Nullable String apiToken,
			@DefaultValue("1s") Duration connectTimeout) {

		public Sidecar {
			require(!connectTimeout.isNegative() && !connectTimeout.isZero(), "sidecar.connect-timeout", connectTimeout,
					"more than 0");
		}

		/** Everything but the token. */
		@Override
		public String toString() {
			return "Sidecar[httpEndpoint=" + this.httpEndpoint + ", grpcEndpoint=" + this.grpcEndpoint
					+ ", connectTimeout=" + this.connectTimeout + "]";
		}

	}

	/**
	 * Calls of gRPC stubs.
	 *
	 * @param enabled Whether gRPC channels and stubs with targets such as dapr://cart
	 * call apps through the sidecar.
	 */
	public record Grpc(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * How a client makes its calls.
	 *
	 * @param timeout Maximum time for one attempt of a call; 0 for no limit. Wins over
	 * the annotation DaprTimeout. A number without a unit is in milliseconds.
	 * @param retry What is repeated. Each part wins over that of the annotation
	 * DaprRetry.
	 * @param fallback Class that answers calls that failed. Wins over the annotation
	 * DaprFallback.
	 * @param methods The same for single methods, by the name of the Java method.
	 */
	@ConfigurationPropertiesSource
	public record Client(@Nullable Duration timeout, @Nullable Retry retry, @Nullable Class<?> fallback,
			@DefaultValue Map<String, Method> methods) {

	}

	/**
	 * How the calls of a method are made.
	 *
	 * @param timeout Maximum time for one attempt of a call; 0 for no limit. Wins over
	 * the annotation DaprTimeout. A number without a unit is in milliseconds.
	 * @param retry What is repeated. Each part wins over that of the client, and both
	 * over the annotation DaprRetry.
	 * @param fallback Class that answers calls that failed. Wins over the annotation
	 * DaprFallback.
	 */
	@ConfigurationPropertiesSource
	public record Method(@Nullable Duration timeout, @Nullable Retry retry, @Nullable Class<?> fallback) {

	}

	/**
	 * What is repeated.
	 *
	 * @param maxAttempts How often a call is made at most, the first time included; 3 if
	 * neither a property nor DaprRetry says it.
	 * @param delay Pause before the first repetition, doubled for each that follows;
	 * 100ms if neither a property nor DaprRetry says it. A number without a unit is in
	 * milliseconds.
	 * @param maxDelay Longest pause; 2s if neither a property nor DaprRetry says it. A
	 * number without a unit is in milliseconds.
	 * @param statuses Statuses of apps after which a call is repeated; 502, 503 and 504
	 * if neither a property nor DaprRetry says it.
	 * @param allVerbs Whether to repeat calls of POST and PATCH like those of other
	 * verbs; false if neither a property nor DaprRetry says it.
	 */
	public record Retry(@Nullable Integer maxAttempts, @Nullable Duration delay, @Nullable Duration maxDelay,
			@Nullable Set<Integer> statuses, @Nullable Boolean allVerbs) {

	}

}
