package dev.daprinvoke.sidecar.flags;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.process.flags.ListenAddress;
import dev.daprinvoke.identity.IdentityRequest;
import dev.daprinvoke.identity.SentrySettings;
import dev.daprinvoke.policy.access.ApiToken;
import dev.daprinvoke.process.log.LogOptions;

/**
 * What the command line and the environment ask of this sidecar, checked and complete.
 * <p>
 * Port 0 always means: let the operating system choose, except where a component says
 * otherwise. An empty listen address means all addresses.
 *
 * @param app the app this sidecar stands beside
 * @param api Dapr's HTTP and gRPC APIs
 * @param publicApi the health and metadata endpoints for everybody, or null
 * @param internal what other sidecars call
 * @param metrics where metrics are served, or null if they are not
 * @param profiling where the profiling listener answers, or null if there is none
 * @param limits sizes of requests
 * @param resources what is read from YAML
 * @param mesh how this sidecar gets its identity, or null if connections between sidecars
 * are in plaintext
 * @param collector whether the environment names a collector of traces
 * @param shutdown how the sidecar stops
 * @param log how it logs
 * @param folder our own configuration
 * @param notices a line for each thing that was asked for, is accepted, and has no effect
 */
public record SidecarSettings(App app, Api api, @Nullable Listener publicApi, Internal internal,
		@Nullable Listener metrics, @Nullable Listener profiling, Limits limits, Resources resources,
		@Nullable Mesh mesh, boolean collector, Shutdown shutdown, LogOptions log, Folder folder,
		List<String> notices) {

	public SidecarSettings {
		notices = List.copyOf(notices);
	}

	/**
	 * The app this sidecar stands beside.
	 *
	 * @param id its app id, not empty and without dots
	 * @param namespace its namespace, empty if the environment says so
	 * @param port where it listens; 0 if there is no app to call
	 * @param protocol what it speaks, in lower case
	 * @param channelAddress the host it listens on, without brackets
	 * @param apiToken what it is shown with every call; empty for nothing
	 * @param maxConcurrency calls it gets at the same time; 0 or less means no limit
	 * @param health how its health is probed
	 * @param loadsConfig whether {@code GET /dapr/config} is called at the start
	 * @param loadsSubscriptions whether its subscriptions are asked for at the start
	 */
	public record App(String id, String namespace, int port, String protocol, String channelAddress, String apiToken,
			int maxConcurrency, AppHealth health, boolean loadsConfig, boolean loadsSubscriptions) {

		/** Without the token, which is a secret. */
		@Override
		public String toString() {
			return "App[id=" + this.id + ", namespace=" + this.namespace + ", port=" + this.port + ", protocol="
					+ this.protocol + ", channelAddress=" + this.channelAddress + "]";
		}

	}

	/**
	 * How the app's health is probed.
	 *
	 * @param enabled whether it is
	 * @param path what is asked of an HTTP app
	 * @param interval the time between two probes
	 * @param timeout how long one may take, never longer than the interval
	 * @param threshold how many failures make the app unhealthy
	 */
	public record AppHealth(boolean enabled, String path, Duration interval, Duration timeout, int threshold) {

	}

	/**
	 * Dapr's HTTP and gRPC APIs.
	 *
	 * @param listenAddresses the addresses both listen on, at least one, without brackets
	 * @param httpPort the HTTP API's port
	 * @param grpcPort the gRPC API's port
	 * @param h2c whether the HTTP API speaks HTTP/2 without TLS too
	 * @param callLogging whether calls are logged, or null to leave it to the
	 * Configuration
	 * @param token what callers have to show, or null if nothing
	 * @param allowedOrigins the origins whose pages may call, empty for no CORS
	 * @param socketFolder where unix domain sockets take the place of both ports, or null
	 */
	public record Api(List<String> listenAddresses, int httpPort, int grpcPort, boolean h2c,
			@Nullable Boolean callLogging, @Nullable ApiToken token, List<String> allowedOrigins,
			@Nullable Path socketFolder) {

		public Api {
			listenAddresses = List.copyOf(listenAddresses);
			allowedOrigins = List.copyOf(allowedOrigins);
		}

	}

	/**
	 * Where something listens.
	 *
	 * @param address the address or name, without brackets; empty means all addresses
	 * @param port the port
	 */
	public record Listener(String address, int port) {

		/**
		 * The address to bind; looks a name up.
		 * @return the address, unresolved if nobody knows the name
		 */
		public InetSocketAddress socketAddress() {
			return this.address.isEmpty() ? new InetSocketAddress(this.port)
					: new InetSocketAddress(this.address, this.port);
		}

	}

	/**
	 * What other sidecars call, and how we keep connections to theirs.
	 *
	 * @param listenAddress the address as given: it decides what is announced
	 * @param port the port; 0 means the stable one of
	 * {@link dev.daprinvoke.sidecar.host.StableInternalPort}
	 * @param maxConnectionIdle how long an unused connection to a peer is kept
	 * @param idleSweepInterval how often unused connections are looked for
	 */
	public record Internal(String listenAddress, int port, Duration maxConnectionIdle, Duration idleSweepInterval) {

		/**
		 * The address to bind.
		 * @return the listen address without brackets
		 */
		public String bindAddress() {
			return ListenAddress.withoutBrackets(this.listenAddress);
		}

	}

	/**
	 * Sizes of requests.
	 *
	 * @param maxBodyBytes the largest body of an HTTP request, {@link Long#MAX_VALUE} if
	 * there is no limit
	 * @param maxMessageBytes the largest gRPC message
	 * @param readBufferBytes the room for a request's or response's headers, before the
	 * slack Dapr adds
	 */
	public record Limits(long maxBodyBytes, int maxMessageBytes, int readBufferBytes) {

	}

	/**
	 * What is read from YAML.
	 *
	 * @param configurations Configuration files, later ones laid over earlier ones
	 * @param directories directories with resources
	 */
	public record Resources(List<Path> configurations, List<Path> directories) {

		public Resources {
			configurations = List.copyOf(configurations);
			directories = List.copyOf(directories);
		}

	}

	/**
	 * How this sidecar gets its identity.
	 *
	 * @param sentry where Sentry is
	 * @param request what it is asked with
	 */
	public record Mesh(SentrySettings sentry, IdentityRequest request) {

	}

	/**
	 * How the sidecar stops.
	 *
	 * @param gracePeriod how long a graceful stop may take; zero means any time
	 * @param putOff how long a stop is put off while the app is healthy; zero means not
	 */
	public record Shutdown(Duration gracePeriod, Duration putOff) {

	}

	/**
	 * Our own configuration, read by Spring.
	 *
	 * @param home the folder that holds {@code bin}, {@code lib} and {@code conf}, or
	 * null if the process was not started by its launcher
	 * @param configuration a further {@code application.yaml}, or null
	 */
	public record Folder(@Nullable Path home, @Nullable Path configuration) {

	}

}
