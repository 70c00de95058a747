package dev.daprinvoke.benchmarks.report;

/**
 * The headings of the report, in their order.
 */
public enum Section {

	/**
	 * What a request costs.
	 */
	CPU("CPU seconds per 10,000 requests (1 KB GET, 16 connections, warm)"),

	/**
	 * What a request with a small body costs.
	 */
	POST("CPU seconds per 10,000 requests (POST of 256 bytes, 16 connections, warm)"),

	/**
	 * How many requests pass.
	 */
	THROUGHPUT("Requests per second (1 KB GET, closed loop, warm)"),

	/**
	 * What the hops add.
	 */
	LATENCY("Latency at 1,000 requests per second (1 KB GET, open loop, warm)"),

	/**
	 * How fast big bodies pass.
	 */
	BIG_RATE("1 GB bodies, each direction"),

	/**
	 * What big bodies cost in memory.
	 */
	BIG_MEMORY("Peak resident memory while a 1 GB body passes"),

	/**
	 * Memory of a pair that has worked.
	 */
	LOADED("Resident memory after the closed loops"),

	/**
	 * A sidecar that has just started.
	 */
	READY("A sidecar without an app, just started"),

	/**
	 * The usual first request.
	 */
	FIRST_MEDIAN("First requests after start at 100 per second, p50"),

	/**
	 * The slow ones of the first requests.
	 */
	FIRST_TAIL("First requests after start at 100 per second, p99"),

	/**
	 * What more connections cost.
	 */
	GROWTH_CONNECTIONS("Growth: connections (1 KB GET, closed loop, warm)"),

	/**
	 * What knowing more apps costs.
	 */
	GROWTH_APPS("Growth: apps that the caller knows (1 KB GET at 200 per second in turn)"),

	/**
	 * What exchanges cost in which nothing happens.
	 */
	GROWTH_EXCHANGES("Growth: idle chunked exchanges over the hop, resident memory");

	private final String heading;

	Section(String heading) {
		this.heading = heading;
	}

	String heading() {
		return this.heading;
	}

}
