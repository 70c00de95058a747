package dev.daprinvoke.observe;

/**
 * Counts what our own HTTP app answers.
 */
final class AppCallMeters {

	private static final LabelNames EXCHANGE = LabelNames.of("app_id", "method", "path", "status").unbounded("path");

	// Dapr counts sent bytes before there is a status.
	private static final String NO_STATUS_YET = "";

	private final String appId;

	private final Family<Counter> completed;

	private final Family<Histogram> latency;

	private final Family<Histogram> sentBytes;

	private final Family<Histogram> receivedBytes;

	private final HeldSeries<Exchange> exchanges = new HeldSeries<>(this::find);

	AppCallMeters(Meters meters, String appId) {
		this.appId = appId;
		this.completed = meters.counters("dapr_http_client_completed_count", "Count of completed requests", EXCHANGE);
		this.latency = meters.histograms("dapr_http_client_roundtrip_latency",
				"Time between first byte of request headers sent to last byte of response received, or terminal error",
				Bounds.LATENCY_IN_MILLIS, EXCHANGE);
		this.sentBytes = meters.histograms("dapr_http_client_sent_bytes",
				"Total bytes sent in request body (not including headers)", Bounds.BYTES, EXCHANGE);
		this.receivedBytes = meters.histograms("dapr_http_client_received_bytes",
				"Total bytes received in response bodies (not including headers but including error responses with bodies)",
				Bounds.BYTES, LabelNames.of("app_id"));
	}

	void completed(String method, String path, int status, long elapsedMillis, long bytesOut, long bytesIn) {
		Exchange exchange = this.exchanges.of(HttpLabel.verb(method), HttpLabel.path(path), HttpLabel.status(status));
		exchange.completed.increment();
		exchange.latency.record(elapsedMillis);
		exchange.sentBytes.record(bytesOut);
		exchange.receivedBytes.record(bytesIn);
	}

	private Exchange find(String... exchange) {
		return new Exchange(this.completed.with(this.appId, exchange[0], exchange[1], exchange[2]),
				this.latency.with(this.appId, exchange[0], exchange[1], exchange[2]),
				this.sentBytes.with(this.appId, exchange[0], exchange[1], NO_STATUS_YET),
				this.receivedBytes.with(this.appId));
	}

	/**
	 * The series of one verb, path and status.
	 *
	 * @param completed counts calls
	 * @param latency takes milliseconds
	 * @param sentBytes takes the sizes of requests
	 * @param receivedBytes takes the sizes of answers
	 */
	private record Exchange(Counter completed, Histogram latency, Histogram sentBytes, Histogram receivedBytes) {

	}

}
