package dev.daprinvoke.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RoundRobinPickerTests {

	private static final Endpoint ONE = new Endpoint("10.0.0.1", 50002);

	private static final Endpoint TWO = new Endpoint("10.0.0.2", 50002);

	private static final Endpoint THREE = new Endpoint("10.0.0.3", 50002);

	private static final List<Endpoint> ALL = List.of(ONE, TWO, THREE);

	private final RoundRobinPicker picker = new RoundRobinPicker();

	@Test
	void whenCalledAgainThenInstancesTakeTurnsFromTheFirstCallOn() {
		List<Endpoint> picked = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			picked.add(this.picker.order(target("cart"), ALL).get(0));
		}
		assertThat(picked).containsExactly(ONE, TWO, THREE, ONE, TWO, THREE, ONE);
	}

	@Test
	void whenOneIsPickedThenTheOthersFollowOnceEach() {
		assertThat(this.picker.order(target("cart"), ALL)).containsExactly(ONE, TWO, THREE);
		assertThat(this.picker.order(target("cart"), ALL)).containsExactly(TWO, THREE, ONE);
		assertThat(this.picker.order(target("cart"), ALL)).containsExactly(THREE, ONE, TWO);
	}

	@Test
	void whenAppsDifferThenEachHasItsOwnTurn() {
		assertThat(this.picker.order(target("cart"), ALL)).first().isEqualTo(ONE);
		assertThat(this.picker.order(target("stock"), ALL)).first().isEqualTo(ONE);
		assertThat(this.picker.order(target("cart"), ALL)).first().isEqualTo(TWO);
		assertThat(this.picker.order(target("stock"), ALL)).first().isEqualTo(TWO);
	}

	@Test
	void whenThereIsOneInstanceThenItIsTheOrder() {
		List<Endpoint> single = List.of(TWO);
		assertThat(this.picker.order(target("cart"), single)).isSameAs(single);
	}

	@Test
	void whenInstancesDisappearThenTheRestIsStillUsedInTurn() {
		this.picker.order(target("cart"), ALL);
		this.picker.order(target("cart"), ALL);
		List<Endpoint> two = List.of(ONE, TWO);
		assertThat(this.picker.order(target("cart"), two)).containsExactly(ONE, TWO);
		assertThat(this.picker.order(target("cart"), two)).containsExactly(TWO, ONE);
	}

	@Test
	void whenThereAreMoreAppsThanCountersThenTheRestSharesOneAndStillTakesTurns() {
		RoundRobinPicker small = new RoundRobinPicker(1);
		assertThat(small.order(target("cart"), ALL)).first().isEqualTo(ONE);
		assertThat(small.order(target("late"), ALL)).first().isEqualTo(ONE);
		assertThat(small.order(target("later"), ALL)).first().isEqualTo(TWO);
		assertThat(small.order(target("late"), ALL)).first().isEqualTo(THREE);
		assertThat(small.order(target("cart"), ALL)).first().isEqualTo(TWO);
	}

	@Test
	void whenManyThreadsPickThenAllInstancesAreUsedEvenly() throws Exception {
		Map<Endpoint, AtomicInteger> uses = new ConcurrentHashMap<>();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				done.add(threads.submit(() -> {
					for (int i = 0; i < 3000; i++) {
						Endpoint first = this.picker.order(target("cart"), ALL).get(0);
						uses.computeIfAbsent(first, (key) -> new AtomicInteger()).incrementAndGet();
					}
				}));
			}
			for (Future<?> each : done) {
				each.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(uses.values()).extracting(AtomicInteger::get).containsExactly(4000, 4000, 4000);
	}

	@Test
	void whenReadBeyondItsEndThenTheOrderSaysSo() {
		this.picker.order(target("cart"), ALL);
		List<Endpoint> order = this.picker.order(target("cart"), ALL);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> order.get(3))
			.withMessage("index: 3 (expected: 0 to 2)");
	}

	@Test
	void whenThereWouldBeNoCounterThenThePickerIsNotMade() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RoundRobinPicker(0))
			.withMessage("maxApps: 0 (expected: >= 1)");
	}

	private static AppTarget target(String id) {
		return new AppTarget(id, new AppId(id), Namespace.DEFAULT);
	}

}
