package dev.daprinvoke.sidecar.api.grpc;

import java.util.concurrent.TimeUnit;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;
import dev.daprinvoke.transport.proxy.ProxiedHead;
import dev.daprinvoke.transport.proxy.ProxyObserver;

/**
 * Tells of the calls to the gRPC API, its own methods' and those that pass: counts them,
 * and writes a line for each if that is asked for (platform contract, sections 5.2 and
 * 5.3).
 */
public final class ApiCalls implements ProxyObserver {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.grpc.api-info");

	private static final AsciiString USER_AGENT = AsciiString.cached("user-agent");

	private final UnaryCallObserver meters;

	private final boolean logged;

	/**
	 * Creates the teller.
	 * @param meters counts
	 * @param logged whether each call gets a line
	 */
	public ApiCalls(UnaryCallObserver meters, boolean logged) {
		this.meters = meters;
		this.logged = logged;
	}

	/**
	 * A call of one of the API's own methods has ended.
	 * @param method the full method with its leading slash
	 * @param userAgent what its client says of itself, or {@code null}
	 * @param status its status
	 * @param elapsedNanos the time from its start to its end
	 * @param bytesIn the size of the request
	 * @param bytesOut the size of the response, 0 if there is none
	 */
	void ended(String method, @Nullable String userAgent, StatusCode status, long elapsedNanos, long bytesIn,
			long bytesOut) {
		this.meters.served(method, status, elapsedNanos, bytesIn, bytesOut);
		write(method, userAgent, status, elapsedNanos);
	}

	@Override
	public Ended begun(ProxiedHead head) {
		String method = head.path();
		String userAgent = this.logged ? head.first(USER_AGENT) : null;
		return (status, elapsedNanos) -> {
			this.meters.proxied(method, status, elapsedNanos);
			write(method, userAgent, status, elapsedNanos);
		};
	}

	private void write(String method, @Nullable String userAgent, StatusCode status, long elapsedNanos) {
		if (!this.logged) {
			return;
		}
		LoggingEventBuilder line = log.atInfo()
			.addKeyValue("type", "request")
			.addKeyValue("method", method)
			.addKeyValue("code", status.ordinal())
			.addKeyValue("duration", TimeUnit.NANOSECONDS.toMillis(elapsedNanos));
		if (userAgent != null && !userAgent.isEmpty()) {
			line = line.addKeyValue("useragent", userAgent);
		}
		line.log("gRPC API Called");
	}

}
