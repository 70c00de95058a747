package dev.daprinvoke.observe;

import java.util.concurrent.TimeUnit;

/**
 * What happens on gRPC connections, counted under Dapr's names (contract section 5.2).
 * Hop calls without {@code dapr-app-id} in their metadata are not counted here.
 * <p>
 * Safe for use by any number of threads; no method blocks or fails.
 */
public final class GrpcMeters {

	private final String appId;

	private final Family<Counter> served;

	private final Family<Histogram> serverLatency;

	private final Family<Histogram> receivedBytes;

	private final Family<Histogram> sentBytes;

	private final Family<Counter> called;

	private final Family<Histogram> clientLatency;

	private final Family<Counter> probes;

	private final Family<Histogram> probeLatency;

	/**
	 * Registers the metrics of an engine.
	 * @param meters where to register them
	 * @param appId our own app's id, the {@code app_id} of all series
	 */
	public GrpcMeters(Meters meters, String appId) {
		LabelNames serverCall = LabelNames.of("app_id", "grpc_server_method", "grpc_server_status")
			.unbounded("grpc_server_method");
		LabelNames serverMethod = LabelNames.of("app_id", "grpc_server_method").unbounded("grpc_server_method");
		LabelNames clientCall = LabelNames.of("app_id", "grpc_client_method", "grpc_client_status")
			.unbounded("grpc_client_method");
		this.appId = appId;
		// The help says something else, but it is what real Dapr's page says here.
		this.served = meters.counters("dapr_grpc_io_server_completed_rpcs",
				"Distribution of bytes sent per RPC, by method.", serverCall);
		this.serverLatency = meters.histograms("dapr_grpc_io_server_server_latency",
				"Time between first byte of request received to last byte of response sent, or terminal error.",
				Bounds.LATENCY_IN_MILLIS, serverCall);
		this.receivedBytes = meters.histograms("dapr_grpc_io_server_received_bytes_per_rpc",
				"Total bytes received across all messages per RPC.", Bounds.BYTES, serverMethod);
		this.sentBytes = meters.histograms("dapr_grpc_io_server_sent_bytes_per_rpc",
				"Total bytes sent in across all response messages per RPC.", Bounds.BYTES, serverMethod);
		this.called = meters.counters("dapr_grpc_io_client_completed_rpcs", "RPCs that this sidecar called, by result.",
				clientCall);
		this.clientLatency = meters.histograms("dapr_grpc_io_client_roundtrip_latency",
				"Time from calling an RPC to the end of its answer.", Bounds.LATENCY_IN_NANOS, clientCall);
		LabelNames probe = LabelNames.of("app_id", "grpc_client_status");
		this.probes = meters.counters("dapr_grpc_io_healthprobes_completed_count", "Count of completed health probes",
				probe);
		this.probeLatency = meters.histograms("dapr_grpc_io_healthprobes_roundtrip_latency",
				"Time between first byte of health probes sent to last byte of response received, or terminal error",
				Bounds.LATENCY_IN_MILLIS, probe);
	}

	/**
	 * Our own app, which speaks gRPC, was asked for its health.
	 * <p>
	 * Feeds {@code dapr_grpc_io_healthprobes_completed_count} and, cut to whole
	 * milliseconds, {@code dapr_grpc_io_healthprobes_roundtrip_latency}.
	 * @param status the status by name as gRPC for Go writes it, such as {@code NotFound}
	 * @param elapsedNanos how long that took
	 */
	public void probed(String status, long elapsedNanos) {
		this.probes.with(this.appId, status).increment();
		this.probeLatency.with(this.appId, status).record(TimeUnit.NANOSECONDS.toMillis(elapsedNanos));
	}

	/**
	 * One of our servers has ended a call.
	 * <p>
	 * Feeds {@code dapr_grpc_io_server_completed_rpcs} and, cut to whole milliseconds,
	 * {@code dapr_grpc_io_server_server_latency}.
	 * @param method the full method with its leading slash
	 * @param status the status by name as gRPC for Go writes it, such as {@code NotFound}
	 * @param elapsedNanos the time from its start to its end
	 */
	public void callServed(String method, String status, long elapsedNanos) {
		this.served.with(this.appId, method, status).increment();
		this.serverLatency.with(this.appId, method, status).record(TimeUnit.NANOSECONDS.toMillis(elapsedNanos));
	}

	/**
	 * One of our servers has ended a unary call: to be told besides {@link #callServed}.
	 * <p>
	 * Feeds {@code dapr_grpc_io_server_received_bytes_per_rpc} and
	 * {@code dapr_grpc_io_server_sent_bytes_per_rpc}.
	 * @param method the full method with its leading slash
	 * @param bytesIn the size of the request message
	 * @param bytesOut the size of the response message, 0 if there is none
	 */
	public void unaryBytesServed(String method, long bytesIn, long bytesOut) {
		this.receivedBytes.with(this.appId, method).record(bytesIn);
		this.sentBytes.with(this.appId, method).record(bytesOut);
	}

	/**
	 * A call that we made has ended.
	 * <p>
	 * Feeds {@code dapr_grpc_io_client_completed_rpcs} and, in milliseconds with their
	 * fraction, {@code dapr_grpc_io_client_roundtrip_latency}.
	 * @param method the full method with its leading slash
	 * @param status the status by name as gRPC for Go writes it, such as {@code NotFound}
	 * @param elapsedNanos the time from its start to its end
	 */
	public void callMade(String method, String status, long elapsedNanos) {
		this.called.with(this.appId, method, status).increment();
		this.clientLatency.with(this.appId, method, status).record(elapsedNanos);
	}

}
