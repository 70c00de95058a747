package dev.daprinvoke.observe;

/**
 * Counts what our own app answers when it is asked for its health.
 */
final class HealthProbeMeters {

	private static final LabelNames PROBE = LabelNames.of("app_id", "status");

	private final String appId;

	private final Family<Counter> completed;

	private final Family<Histogram> latency;

	HealthProbeMeters(Meters meters, String appId) {
		this.appId = appId;
		this.completed = meters.counters("dapr_http_healthprobes_completed_count", "Count of completed health probes",
				PROBE);
		this.latency = meters.histograms("dapr_http_healthprobes_roundtrip_latency",
				"Time between first byte of health probes headers sent to last byte of response received, or terminal error",
				Bounds.LATENCY_IN_MILLIS, PROBE);
	}

	void completed(int status, long elapsedMillis) {
		String label = HttpLabel.status(status);
		this.completed.with(this.appId, label).increment();
		this.latency.with(this.appId, label).record(elapsedMillis);
	}

}
