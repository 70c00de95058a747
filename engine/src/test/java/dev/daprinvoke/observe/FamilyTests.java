package dev.daprinvoke.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FamilyTests {

	private static final int THREADS = 8;

	private static final LabelNames EXCHANGE = LabelNames.of("app_id", "method", "path", "status").unbounded("path");

	private final Meters meters = new Meters();

	private final Family<Counter> calls = this.meters.counters("calls", "Calls.", EXCHANGE);

	@Test
	void whenThereAreTooManyPathsThenFurtherOnesCountUnderOther() throws IOException {
		for (int i = 0; i < 5_000; i++) {
			this.calls.with("cart", "GET", "/" + i, "200").increment();
		}
		this.calls.with("cart", "POST", "/new", "404").increment();
		this.calls.with("cart", "GET", "/0", "200").increment();

		assertThat(series()).hasSize(1_802)
			.contains("calls{app_id=\"cart\",method=\"GET\",path=\"_other\",status=\"200\"} 3200",
					"calls{app_id=\"cart\",method=\"POST\",path=\"_other\",status=\"404\"} 1",
					"calls{app_id=\"cart\",method=\"GET\",path=\"/0\",status=\"200\"} 2",
					"calls{app_id=\"cart\",method=\"GET\",path=\"/1799\",status=\"200\"} 1");
	}

	@Test
	void whenEveryLabelVariesThenThereAreNeverMoreThanTwoThousandSeries() throws IOException {
		for (int i = 0; i < 5_000; i++) {
			this.calls.with("cart", "GET", "/" + i, Integer.toString(i)).increment();
		}

		assertThat(series()).hasSize(2_000)
			.contains("calls{app_id=\"cart\",method=\"_other\",path=\"_other\",status=\"_other\"} 3001");
	}

	@Test
	void whenTheUnboundedLabelIsTheAppIdThenItBecomesOther() throws IOException {
		Family<Counter> denied = this.meters.counters("denied", "Denied.", LabelNames.of("app_id").unbounded("app_id"));
		for (int i = 0; i < 1_801; i++) {
			denied.with("app" + i).increment();
		}

		assertThat(series()).hasSize(1_801).contains("denied{app_id=\"_other\"} 1");
	}

	@Test
	void whenALabelValueIsVeryLongThenItCountsUnderOther() throws IOException {
		this.calls.with("cart", "GET", "/" + "a".repeat(254), "200").increment();
		this.calls.with("cart", "GET", "/" + "a".repeat(255), "200").increment();
		this.calls.with("cart", "GET", "/" + "b".repeat(9_999), "200").increment();

		assertThat(series()).containsExactly(
				"calls{app_id=\"cart\",method=\"GET\",path=\"/" + "a".repeat(254) + "\",status=\"200\"} 1",
				"calls{app_id=\"cart\",method=\"GET\",path=\"_other\",status=\"200\"} 2");
	}

	@Test
	void whenManyThreadsCountThenNothingIsLost() throws Exception {
		Family<Histogram> sizes = this.meters.histograms("sizes", "Sizes.", Bounds.of(1, 10), LabelNames.of());

		inManyThreads((thread) -> {
			for (int i = 0; i < 20_000; i++) {
				this.calls.with("cart", "GET", "/" + i % 50, "200").increment();
				sizes.with().record(i % 20);
			}
		});

		assertThat(series()).hasSize(50 + 5)
			.filteredOn((line) -> line.startsWith("calls"))
			.allSatisfy((line) -> assertThat(line).endsWith(" 3200"));
		assertThat(series()).containsSubsequence("sizes_bucket{le=\"1\"} 8000", "sizes_bucket{le=\"10\"} 80000",
				"sizes_bucket{le=\"+Inf\"} 160000", "sizes_sum 1.52e+06", "sizes_count 160000");
	}

	@Test
	void whenManyThreadsOverflowAtOnceThenTheLimitHoldsAndNothingIsLost() throws Exception {
		inManyThreads((thread) -> {
			for (int i = 0; i < 3_000; i++) {
				this.calls.with("cart", "GET", "/" + thread % 2 + "/" + i, "200").increment();
			}
		});

		assertThat(series()).hasSize(1_801);
		assertThat(
				series().stream().mapToLong((line) -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))).sum())
			.isEqualTo(THREADS * 3_000);
	}

	@Test
	void whenScrapedWhileThreadsCountThenEveryPageIsWhole() throws Exception {
		Family<Histogram> sizes = this.meters.histograms("sizes", "Sizes.", Bounds.of(1, 10), LabelNames.of("path"));

		inManyThreads((thread) -> {
			for (int i = 0; i < 500; i++) {
				sizes.with("/" + thread + "/" + i % 10).record(i);
				if (i % 50 == 0) {
					assertThat(wholeHistograms()).isTrue();
				}
			}
		});

		assertThat(wholeHistograms()).isTrue();
	}

	private boolean wholeHistograms() {
		List<String> lines = series();
		for (int i = 0; i < lines.size(); i += 5) {
			String count = lines.get(i + 4).replaceAll(".* ", "");
			if (!lines.get(i + 2).contains("le=\"+Inf\"") || !lines.get(i + 2).endsWith(" " + count)) {
				return false;
			}
		}
		return true;
	}

	private List<String> series() {
		StringBuilder text = new StringBuilder();
		try {
			this.meters.scrape(text);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return text.toString().lines().filter((line) -> !line.startsWith("#")).toList();
	}

	private static void inManyThreads(IntConsumer work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch together = new CountDownLatch(THREADS);
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int thread = i;
				done.add(threads.submit(() -> {
					together.countDown();
					assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
					work.accept(thread);
					return null;
				}));
			}
			for (Future<?> one : done) {
				one.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}
