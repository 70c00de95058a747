package dev.daprinvoke.transport.sidecar;

import java.net.http.HttpClient;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The JDK's client for a sidecar, made when it is first needed: it costs a start some
 * fifty milliseconds and a thread. It asks no proxy, which would see the token.
 */
final class SidecarClient {

	private final Duration connectTimeout;

	private volatile @Nullable HttpClient client;

	SidecarClient(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	HttpClient get() {
		HttpClient made = this.client;
		return (made != null) ? made : make();
	}

	private synchronized HttpClient make() {
		HttpClient made = this.client;
		if (made == null) {
			made = HttpClient.newBuilder()
				.version(HttpClient.Version.HTTP_1_1)
				.followRedirects(HttpClient.Redirect.NEVER)
				.connectTimeout(this.connectTimeout)
				.proxy(HttpClient.Builder.NO_PROXY)
				.build();
			this.client = made;
		}
		return made;
	}

}
