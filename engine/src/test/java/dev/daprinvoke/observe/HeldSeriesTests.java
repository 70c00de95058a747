package dev.daprinvoke.observe;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link HeldSeries}: looked up once for the same values, and no larger than a family.
 */
class HeldSeriesTests {

	private final AtomicInteger lookups = new AtomicInteger();

	private final HeldSeries<String> held = new HeldSeries<>((values) -> {
		this.lookups.incrementAndGet();
		return String.join(" ", values);
	});

	@Test
	void whenSameValuesComeAgainThenTheyAreHeld() {
		assertThat(this.held.of("GET", "/a")).isEqualTo("GET /a");
		assertThat(this.held.of("GET", "/a")).isEqualTo("GET /a");
		assertThat(this.held.of("GET", "/b")).isEqualTo("GET /b");
		assertThat(this.lookups).hasValue(2);
	}

	@Test
	void whenValueIsLongThenItIsNotHeld() {
		String path = "/" + "a".repeat(Family.LONGEST_VALUE);
		this.held.of("GET", path);
		this.held.of("GET", path);
		assertThat(this.lookups).hasValue(2);
	}

	@Test
	void whenThereAreManyThenFurtherOnesAreNotHeld() {
		for (int i = 0; i <= Family.MOST_SERIES; i++) {
			this.held.of("GET", "/" + i);
		}
		this.held.of("GET", "/" + Family.MOST_SERIES);
		this.held.of("GET", "/0");
		assertThat(this.lookups).hasValue(Family.MOST_SERIES + 2);
	}

}
