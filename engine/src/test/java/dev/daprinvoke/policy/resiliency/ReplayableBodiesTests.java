package dev.daprinvoke.policy.resiliency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.ReplayBudget;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.5: all but bodies of unknown length may be sent again; settled: up
 * to 1 MiB each, and as long as there is room.
 */
class ReplayableBodiesTests {

	private final ReplayBudget budget = new ReplayBudget(ReplayBudget.DEFAULT_TOTAL);

	private final List<InvokeBody> seen = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(strings = { "1", "65537", "1048576" })
	void whenABodyDeclaresUpToAMebibyteThenItIsKept(String length) {
		assertThat(passed(new ManualBody().streaming(), length)).isInstanceOf(InvokeBody.Replayable.class);
		assertThat(this.budget.used()).isEqualTo(Long.parseLong(length));
		this.seen.get(0).discard();
		assertThat(this.budget.used()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1048577", "9999999", "99999999999999999999", "0", "-5", "+5", "1e3", "", "x" })
	void whenABodyDeclaresMoreOrNonsenseThenItPassesUnchanged(String length) {
		InvokeBody body = new ManualBody().streaming();
		assertThat(passed(body, length)).isSameAs(body);
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void whenABodyDeclaresNothingOrIsInMemoryThenItPassesUnchanged() {
		InvokeBody streaming = new ManualBody().streaming();
		assertThat(passed(streaming, null)).isSameAs(streaming);
		InvokeBody whole = Buffers.whole("abc");
		assertThat(passed(whole, "3")).isSameAs(whole);
		whole.discard();
	}

	@Test
	void whenThereIsNoMoreRoomThenFurtherBodiesPassUnchanged() {
		for (int i = 0; i < 16; i++) {
			assertThat(passed(new ManualBody().streaming(), "1048576")).isInstanceOf(InvokeBody.Replayable.class);
		}
		assertThat(passed(new ManualBody().streaming(), "1")).isInstanceOf(InvokeBody.Streaming.class);
		this.seen.get(3).discard();
		assertThat(passed(new ManualBody().streaming(), "1")).isInstanceOf(InvokeBody.Replayable.class);
		this.seen.forEach(InvokeBody::discard);
		assertThat(this.budget.used()).isZero();
	}

	private InvokeBody passed(InvokeBody body, @org.jspecify.annotations.Nullable String length) {
		InvokeRequest request = Calls.request(Verb.POST, "items", body);
		if (length != null) {
			request.headers().add("Content-Length", length);
		}
		new ReplayableBodies(this.budget).around((given) -> {
			this.seen.add(given.body());
			return Mono.just(Calls.response(200, InvokeBody.EMPTY));
		}).invoke(request).block(Duration.ofSeconds(10));
		return this.seen.get(this.seen.size() - 1);
	}

}
