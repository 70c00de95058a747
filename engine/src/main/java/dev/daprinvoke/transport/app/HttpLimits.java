package dev.daprinvoke.transport.app;

import java.time.Duration;

import dev.daprinvoke.message.BodyMemory;

/**
 * What is asked of the connections to one server (contract section 4).
 *
 * @param maxConnections how many connections to hold at most
 * @param maxIdleConnections how many of them to keep without calls
 * @param maxWaiting how many calls may wait for a connection at most
 * @param maxIdle how long a connection is kept without calls: shorter than the five
 * seconds after which some servers close theirs
 * @param connectTimeout how long to wait for a connection
 * @param maxHeaderSize the most bytes of response headers to take
 * @param memory tells whether there is room for the bodies of answers
 */
public record HttpLimits(int maxConnections, int maxIdleConnections, int maxWaiting, Duration maxIdle,
		Duration connectTimeout, int maxHeaderSize, BodyMemory memory) {

	/** Real Dapr's numbers of connections and header limit; the others are our own. */
	public static final HttpLimits DEFAULTS = new HttpLimits(1024, 64, 8192, Duration.ofSeconds(4),
			Duration.ofSeconds(5), 4096, BodyMemory.ofThisProcess());

	/**
	 * The same with another limit.
	 * @param bytes the most bytes of response headers to take
	 * @return a copy
	 */
	public HttpLimits withMaxHeaderSize(int bytes) {
		return new HttpLimits(this.maxConnections, this.maxIdleConnections, this.maxWaiting, this.maxIdle,
				this.connectTimeout, bytes, this.memory);
	}

	/**
	 * The same with other numbers of connections.
	 * @param most how many connections to hold at most
	 * @param mostIdle how many of them to keep without calls
	 * @return a copy
	 */
	public HttpLimits withMaxConnections(int most, int mostIdle) {
		return new HttpLimits(most, mostIdle, this.maxWaiting, this.maxIdle, this.connectTimeout, this.maxHeaderSize,
				this.memory);
	}

	/**
	 * The same with other memory.
	 * @param bodies tells whether there is room for the bodies of answers
	 * @return a copy
	 */
	public HttpLimits withMemory(BodyMemory bodies) {
		return new HttpLimits(this.maxConnections, this.maxIdleConnections, this.maxWaiting, this.maxIdle,
				this.connectTimeout, this.maxHeaderSize, bodies);
	}

}
