package dev.daprinvoke.observe;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What happens on the way of a call, counted under Dapr's names (contract section 5.2;
 * {@code fixtures/metrics.txt}). Methods are named after events; each call counts one.
 * <p>
 * Safe for use by any number of threads. No method blocks or fails: odd values are
 * counted under a label that says so ({@code unknown}, {@code UNKNOWN}, {@code _other}).
 * Elapsed times are nanoseconds; negative times and sizes count as 0.
 */
public final class InvocationMeters {

	private static final String UNKNOWN_APP = "unknown";

	private final String appId;

	private final Family<Counter> requestsSent;

	private final Family<Counter> requestsReceived;

	private final Family<Counter> responsesSent;

	private final Family<Counter> responsesReceived;

	private final Family<Histogram> responseLatency;

	private final HeldSeries<Response> responses = new HeldSeries<>(this::findResponse);

	private final HttpServerMeters httpServer;

	private final AppCallMeters appCalls;

	private final HealthProbeMeters healthProbes;

	/**
	 * Registers the metrics of an engine.
	 * @param meters where to register them
	 * @param appId our own app's id, the {@code app_id} of all series
	 */
	public InvocationMeters(Meters meters, String appId) {
		this.appId = appId;
		this.requestsSent = meters.counters("dapr_runtime_service_invocation_req_sent_total",
				"The number of requests sent via service invocation.",
				LabelNames.of("app_id", "dst_app_id", "type").unbounded("dst_app_id"));
		this.requestsReceived = meters.counters("dapr_runtime_service_invocation_req_recv_total",
				"The number of requests received via service invocation.",
				LabelNames.of("app_id", "src_app_id").unbounded("src_app_id"));
		this.responsesSent = meters.counters("dapr_runtime_service_invocation_res_sent_total",
				"The number of responses sent via service invocation.",
				LabelNames.of("app_id", "dst_app_id", "status").unbounded("dst_app_id"));
		this.responsesReceived = meters.counters("dapr_runtime_service_invocation_res_recv_total",
				"The number of responses received via service invocation.",
				LabelNames.of("app_id", "src_app_id", "status", "type").unbounded("src_app_id"));
		this.responseLatency = meters.histograms("dapr_runtime_service_invocation_res_recv_latency_ms",
				"The latency of service invocation response.", Bounds.LATENCY_IN_NANOS,
				LabelNames.of("app_id", "src_app_id", "status").unbounded("src_app_id"));
		this.httpServer = new HttpServerMeters(meters, appId);
		this.appCalls = new AppCallMeters(meters, appId);
		this.healthProbes = new HealthProbeMeters(meters, appId);
	}

	/**
	 * Our own app was asked for its health.
	 * <p>
	 * Feeds {@code dapr_http_healthprobes_completed_count} and, in whole milliseconds,
	 * {@code dapr_http_healthprobes_roundtrip_latency}.
	 * @param status the status of its answer
	 * @param elapsedNanos how long that took
	 */
	public void probed(int status, long elapsedNanos) {
		this.healthProbes.completed(status, Math.max(0, TimeUnit.NANOSECONDS.toMillis(elapsedNanos)));
	}

	/**
	 * A request goes to a peer sidecar. Real Dapr counts neither calls to oneself nor
	 * calls whose target was not found.
	 * <p>
	 * Feeds {@code dapr_runtime_service_invocation_req_sent_total}.
	 * @param dstAppId the target's app id
	 * @param streaming whether it is a proxied gRPC stream; any HTTP call is not, also
	 * when it travels as {@code CallLocalStream}
	 */
	public void requestSent(String dstAppId, boolean streaming) {
		this.requestsSent.with(this.appId, dstAppId, type(streaming)).increment();
	}

	/**
	 * A peer sidecar has answered a request.
	 * <p>
	 * Feeds {@code dapr_runtime_service_invocation_res_recv_total} and, in milliseconds
	 * with their fraction, {@code dapr_runtime_service_invocation_res_recv_latency_ms}.
	 * @param targetAppId the target's app id, shown as {@code src_app_id}
	 * @param status the status of the answer: HTTP's for an HTTP app
	 * @param streaming as for {@link #requestSent}
	 * @param elapsedNanos the time since the request was sent
	 */
	public void responseReceived(String targetAppId, int status, boolean streaming, long elapsedNanos) {
		Response response = this.responses.of(targetAppId, HttpLabel.status(status), type(streaming));
		response.received.increment();
		response.latency.record(elapsedNanos);
	}

	/**
	 * A peer sidecar's request has come in.
	 * <p>
	 * Feeds {@code dapr_runtime_service_invocation_req_recv_total}.
	 * @param srcAppId the caller's app id as it names itself, null or empty if it does
	 * not
	 */
	public void requestReceived(@Nullable String srcAppId) {
		this.requestsReceived.with(this.appId, knownOrNot(srcAppId)).increment();
	}

	/**
	 * A peer sidecar's request is answered.
	 * <p>
	 * Feeds {@code dapr_runtime_service_invocation_res_sent_total}.
	 * @param dstAppId the caller's app id as it names itself, null or empty if it does
	 * not
	 * @param status the status of the answer: HTTP's for an HTTP app
	 */
	public void responseSent(@Nullable String dstAppId, int status) {
		this.responsesSent.with(this.appId, knownOrNot(dstAppId), HttpLabel.status(status)).increment();
	}

	/**
	 * The HTTP API has answered a request, whatever it was for, or given up on it.
	 * <p>
	 * Feeds {@code dapr_http_server_request_count}, {@code _response_count} and
	 * {@code _latency} by method, path and status (the latency cut to whole
	 * milliseconds), and {@code _request_bytes} and {@code _response_bytes}.
	 * @param method the HTTP method; shown as {@code UNKNOWN} if it is none of HTTP's
	 * @param path the path as it came, still encoded, without query; runs of slashes are
	 * shown as one
	 * @param status the HTTP status
	 * @param elapsedNanos the time from the request's head to the end of the answer
	 * @param bytesIn the request's {@code Content-Length}, 0 or negative if it has none
	 * @param bytesOut the number of bytes in the answer's body
	 */
	public void httpServerRequest(String method, String path, int status, long elapsedNanos, long bytesIn,
			long bytesOut) {
		this.httpServer.completed(method, path, status, TimeUnit.NANOSECONDS.toMillis(elapsedNanos), bytesIn, bytesOut);
	}

	/**
	 * Our own HTTP app has answered a request, {@code /dapr/config} included.
	 * <p>
	 * Feeds {@code dapr_http_client_completed_count} and {@code _roundtrip_latency} by
	 * method, path and status (the latency cut to whole milliseconds),
	 * {@code _sent_bytes} by method and path with an empty status, and
	 * {@code _received_bytes}.
	 * @param method the HTTP method; shown as {@code UNKNOWN} if it is none of HTTP's
	 * @param path the path sent to the app, with its leading slash, without query; runs
	 * of slashes are shown as one
	 * @param status the HTTP status
	 * @param elapsedNanos the time from sending the head to the end of the answer
	 * @param bytesOut the number of bytes sent in the request's body
	 * @param bytesIn the number of bytes received in the answer's body
	 */
	public void appCall(String method, String path, int status, long elapsedNanos, long bytesOut, long bytesIn) {
		this.appCalls.completed(method, path, status, TimeUnit.NANOSECONDS.toMillis(elapsedNanos), bytesOut, bytesIn);
	}

	private Response findResponse(String... values) {
		return new Response(this.responsesReceived.with(this.appId, values[0], values[1], values[2]),
				this.responseLatency.with(this.appId, values[0], values[1]));
	}

	private static String type(boolean streaming) {
		return streaming ? "streaming" : "unary";
	}

	private static String knownOrNot(@Nullable String appId) {
		return (appId == null || appId.isEmpty()) ? UNKNOWN_APP : appId;
	}

	/**
	 * The series of one peer's answers of one status.
	 *
	 * @param received counts answers
	 * @param latency takes nanoseconds
	 */
	private record Response(Counter received, Histogram latency) {

	}

}
