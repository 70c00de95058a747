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
		String[] exchange = { this.appId, HttpLabel.verb(method), HttpLabel.path(path), HttpLabel.status(status) };
		this.requests.with(exchange).increment();
		this.responses.with(exchange).increment();
		this.latency.with(exchange).record(elapsedMillis);
		this.requestBytes.with(this.appId).record(bytesIn);
		this.responseBytes.with(this.appId).record(bytesOut);
	}

}
