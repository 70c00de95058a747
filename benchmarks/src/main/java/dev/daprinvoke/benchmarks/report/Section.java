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
	 * What a gRPC call costs that passes through.
	 */
	GRPC_CPU("gRPC: CPU seconds per 10,000 unary calls that pass through (128 bytes, 4 connections × 16 calls, warm)"),

	/**
	 * What a call by Dapr's own method costs.
	 */
	GRPC_INVOKE("gRPC: CPU seconds per 10,000 calls of InvokeService to a gRPC app (128 bytes, 4 × 16 calls, warm)"),

	/**
	 * How many gRPC calls pass.
	 */
	GRPC_RATE("gRPC: calls per second (128 bytes, closed loop, warm)"),

	/**
	 * What the hops add to a gRPC call.
	 */
	GRPC_LATENCY("gRPC: latency of unary calls that pass through, one at a time (128 bytes, warm)"),

	/**
	 * How many messages of streams pass.
	 */
	GRPC_MESSAGES("gRPC: messages per second of one stream (warm)"),

	/**
	 * What messages of streams cost.
	 */
	GRPC_MESSAGE_CPU("gRPC: CPU seconds per 10,000 messages of one stream, pair"),

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
