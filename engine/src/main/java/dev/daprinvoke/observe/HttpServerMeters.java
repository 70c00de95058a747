package dev.daprinvoke.observe;

/**
 * Counts what the HTTP API answers.
 */
final class HttpServerMeters {

	private static final LabelNames EXCHANGE = LabelNames.of("app_id", "method", "path", "status").unbounded("path");

	private final String appId;

	private final Family<Counter> requests;

	private final Family<Counter> responses;

	private final Family<Histogram> latency;

	private final Family<Histogram> requestBytes;

	private final Family<Histogram> responseBytes;

	private final HeldSeries<Exchange> exchanges = new HeldSeries<>(this::find);

	HttpServerMeters(Meters meters, String appId) {
		this.appId = appId;
		this.requests = meters.counters("dapr_http_server_request_count",
				"Count of HTTP requests processed by the server.", EXCHANGE);
		this.responses = meters.counters("dapr_http_server_response_count", "The number of HTTP responses", EXCHANGE);
		this.latency = meters.histograms("dapr_http_server_latency", "HTTP request end-to-end latency in server.",
				Bounds.LATENCY_IN_MILLIS, EXCHANGE);
		this.requestBytes = meters.histograms("dapr_http_server_request_bytes",
				"HTTP request body size if set as ContentLength (uncompressed) in server.", Bounds.BYTES,
				LabelNames.of("app_id"));
		this.responseBytes = meters.histograms("dapr_http_server_response_bytes",
				"HTTP response body size (uncompressed) in server.", Bounds.BYTES, LabelNames.of("app_id"));
	}

	void completed(String method, String path, int status, long elapsedMillis, long bytesIn, long bytesOut) {
		Exchange exchange = this.exchanges.of(HttpLabel.verb(method), HttpLabel.path(path), HttpLabel.status(status));
		exchange.requests.increment();
		exchange.responses.increment();
		exchange.latency.record(elapsedMillis);
		exchange.requestBytes.record(bytesIn);
		exchange.responseBytes.record(bytesOut);
	}

	private Exchange find(String... exchange) {
		String[] labels = { this.appId, exchange[0], exchange[1], exchange[2] };
		return new Exchange(this.requests.with(labels), this.responses.with(labels), this.latency.with(labels),
				this.requestBytes.with(this.appId), this.responseBytes.with(this.appId));
	}

	/**
	 * The series of one verb, path and status.
	 *
	 * @param requests counts requests
	 * @param responses counts answers
	 * @param latency takes milliseconds
	 * @param requestBytes takes the sizes of requests
	 * @param responseBytes takes the sizes of answers
	 */
	private record Exchange(Counter requests, Counter responses, Histogram latency, Histogram requestBytes,
			Histogram responseBytes) {

	}

}
