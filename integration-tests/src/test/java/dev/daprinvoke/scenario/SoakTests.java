package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.Sidecar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A quarter of an hour of calls of all kinds: none fails that should not, and the memory
 * of both sidecars is as flat in the last third as in the one before. The system property
 * {@code soak.seconds} gives another time, on any machine.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SoakTests {

	private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("soak.seconds", 15 * 60));

	/** Looks at memory in each third of the time. */
	private static final int LOOKS = 60;

	private static final int THIRDS = 3;

	private static final int MINUTES = 15;

	private static final double MEGABYTE = 1e6;

	/** What sidecars that leak nothing were seen to differ by. */
	private static final double MORE_MEGABYTES = 6;

	private final List<Double> caller = new ArrayList<>();

	private final List<Double> callee = new ArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void whenCallsOfAllKindsGoOnThenMemoryStaysFlatAndNoneFails() throws Exception {
		try (Pair pair = Pair.start(this.folder); MixedLoad load = MixedLoad.start(pair)) {
			long start = System.nanoTime();
			int looks = THIRDS * LOOKS;
			for (int look = 1; look <= looks; look++) {
				load.goOnUntil(start + TIME.toNanos() / looks * look);
				this.caller.add(resident(pair.caller()));
				this.callee.add(resident(pair.callee()));
				if (look % (looks / MINUTES) == 0) {
					report(look * MINUTES / looks, load);
				}
			}
			load.stop();
			assertThat(load.failures()).isEmpty();
			assertThat(load.calls()).isGreaterThan(TIME.toSeconds());
		}
		assertFlat("caller", this.caller);
		assertFlat("callee", this.callee);
	}

	private void report(int minute, MixedLoad load) {
		System.out.println(
				String.format(Locale.ROOT, "soak: part %d of %d, %d calls, %d failed, caller %.0f MB, callee %.0f MB",
						minute, MINUTES, load.calls(), load.failures().size(), last(this.caller), last(this.callee)));
	}

	private static double last(List<Double> values) {
		return values.get(values.size() - 1);
	}

	private static double resident(Sidecar sidecar) {
		return sidecar.process().memory().residentBytes() / MEGABYTE;
	}

	private static void assertFlat(String sidecar, List<Double> megabytes) {
		double before = median(megabytes.subList(LOOKS, 2 * LOOKS));
		double after = median(megabytes.subList(2 * LOOKS, THIRDS * LOOKS));
		assertThat(after - before).as("growth of the %s from %s MB", sidecar, before)
			.isLessThanOrEqualTo(MORE_MEGABYTES);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

}
