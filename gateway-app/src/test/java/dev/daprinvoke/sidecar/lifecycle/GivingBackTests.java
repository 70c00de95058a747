package dev.daprinvoke.sidecar.lifecycle;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the heap is collected to be given back.
 */
class GivingBackTests {

	private static final long MEGABYTE = 1 << 20;

	private static final long MILLISECOND = 1_000_000;

	private final GivingBack memory = new GivingBack(16 * MEGABYTE, 0);

	@Test
	void whenABurstIsOverThenThereIsOneCollection() {
		assertThat(this.memory.isTime(100 * MEGABYTE, 3000 * MILLISECOND)).as("under load").isFalse();
		assertThat(this.memory.isTime(100 * MEGABYTE, 3050 * MILLISECOND)).as("quiet").isTrue();
		this.memory.collected(100 * MEGABYTE, 100 * MEGABYTE);
		assertThat(this.memory.isTime(100 * MEGABYTE, 3100 * MILLISECOND)).as("still quiet").isFalse();
	}

	@Test
	void whenTheHeapCouldNotBeGivenBackThenFurtherWorkIsFollowedByAnotherCollection() {
		assertThat(this.memory.isTime(100 * MEGABYTE, 3000 * MILLISECOND)).isFalse();
		assertThat(this.memory.isTime(100 * MEGABYTE, 3000 * MILLISECOND)).isTrue();
		this.memory.collected(100 * MEGABYTE, 90 * MEGABYTE);
		assertThat(this.memory.isTime(90 * MEGABYTE, 3900 * MILLISECOND)).isFalse();
		assertThat(this.memory.isTime(90 * MEGABYTE, 3900 * MILLISECOND)).isTrue();
	}

	@Test
	void whenCollectionsGiveNothingBackThenEachWaitsForTwiceTheWorkUntilOneDoes() {
		long used = 0;
		for (long work : new long[] { 200, 400, 800, 1600 }) {
			assertThat(quiet(100 * MEGABYTE, used + work - 1)).as("before %d ms", work).isFalse();
			used += work;
			assertThat(quiet(100 * MEGABYTE, used)).as("after %d ms", work).isTrue();
			this.memory.collected(100 * MEGABYTE, 98 * MEGABYTE);
		}
		used += 3200;
		assertThat(quiet(100 * MEGABYTE, used)).isTrue();
		this.memory.collected(100 * MEGABYTE, 50 * MEGABYTE);
		assertThat(quiet(100 * MEGABYTE, used + 200)).isTrue();
	}

	/** A load until so many milliseconds, then quiet. */
	private boolean quiet(long heap, long milliseconds) {
		boolean atOnce = this.memory.isTime(heap, milliseconds * MILLISECOND);
		return this.memory.isTime(heap, milliseconds * MILLISECOND) || atOnce;
	}

	@Test
	void whenTheHeapHasHardlyGrownThenThereIsNoCollection() {
		assertThat(this.memory.isTime(20 * MEGABYTE, 3000 * MILLISECOND)).isFalse();
		assertThat(this.memory.isTime(20 * MEGABYTE, 3000 * MILLISECOND)).isFalse();
	}

}
