package dev.daprinvoke.benchmarks.part;

import java.time.Duration;

/**
 * How long and how much is measured.
 *
 * @param warmUp how long every subject is loaded before its figures are taken
 * @param closedLoop how long each closed loop lasts
 * @param openLoop how long the open loop lasts
 * @param firstRequests how many requests count as the first ones
 * @param bigBytes the size of a big body
 */
public record Pace(Duration warmUp, Duration closedLoop, Duration openLoop, int firstRequests, long bigBytes) {

	/**
	 * Figures to keep.
	 */
	public static final Pace FULL = new Pace(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(10),
			1000, 1L << 30);

	/**
	 * A look whether everything works.
	 */
	public static final Pace QUICK = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), 200,
			1L << 27);

	public Pace withWarmUp(Duration warmUp) {
		return new Pace(warmUp, this.closedLoop, this.openLoop, this.firstRequests, this.bigBytes);
	}

}
