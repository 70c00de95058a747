package dev.daprinvoke.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what our own HTTP app answers. The series of one verb, path and status are held
 * together, so that a call looks up once.
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

	private final Map<LabelValues, Exchange> exchanges = new ConcurrentHashMap<>();

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
		Exchange exchange = exchange(HttpLabel.verb(method), HttpLabel.path(path), HttpLabel.status(status));
		exchange.completed.increment();
		exchange.latency.record(elapsedMillis);
		exchange.sentBytes.record(bytesOut);
		exchange.receivedBytes.record(bytesIn);
	}

	private Exchange exchange(String... exchange) {
		LabelValues values = new LabelValues(exchange);
		Exchange known = this.exchanges.get(values);
		if (known != null) {
			return known;
		}
		Exchange found = new Exchange(this.completed.with(this.appId, exchange[0], exchange[1], exchange[2]),
				this.latency.with(this.appId, exchange[0], exchange[1], exchange[2]),
				this.sentBytes.with(this.appId, exchange[0], exchange[1], NO_STATUS_YET),
				this.receivedBytes.with(this.appId));
		// Paths come from callers: further ones are looked up each time.
		if (this.exchanges.size() < Family.MOST_SERIES && exchange[1].length() <= Family.LONGEST_VALUE) {
			this.exchanges.put(values, found);
		}
		return found;
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
