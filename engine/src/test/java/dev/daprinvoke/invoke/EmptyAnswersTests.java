package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.testkit.FakeResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A resolver that has no address yet (contract sections 1.7 and 2.7), in virtual time.
 */
class EmptyAnswersTests {

	private static final Endpoint ONE = new Endpoint("10.0.0.1", 50002);

	private static final AppTarget CART = new AppTarget("cart.prod", new AppId("cart"), new Namespace("prod"));

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final FakeResolver resolver = new FakeResolver();

	private final AtomicReference<Object> outcome = new AtomicReference<>("none");

	@AfterEach
	void stop() {
		this.timer.dispose();
	}

	@Test
	void whenTheAnswerStaysEmptyThenTheCallFailsAfterFiveMore() {
		this.resolver.know("cart");
		ask();
		this.timer.advanceTimeBy(Duration.ofMillis(499));
		assertThat(this.resolver.asked()).hasSize(4);
		assertThat(this.outcome).hasValue("none");
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.resolver.asked()).hasSize(5).containsOnly(CART);
		assertThat(this.outcome.get()).isInstanceOf(NameResolutionException.class)
			.asString()
			.endsWith(": resolver returned empty address for app id prod/cart");
	}

	@Test
	void whenALaterAnswerHoldsAnAddressThenItIsUsed() {
		Queue<List<Endpoint>> answers = new ArrayDeque<>(List.of(List.of(), List.of(ONE)));
		this.resolver.answer("cart", Mono.fromSupplier(answers::remove));
		ask();
		this.timer.advanceTimeBy(Duration.ofMillis(199));
		assertThat(this.outcome).hasValue("none");
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.outcome).hasValue(List.of(ONE));
	}

	@Test
	void whenTheResolverFailsThenItIsNotAskedAgain() {
		this.resolver.answer("cart", Mono.error(new NameResolutionException("no host found with the given ID")));
		ask();
		this.timer.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.resolver.asked()).hasSize(1);
		assertThat(this.outcome.get()).asString().endsWith(": no host found with the given ID");
	}

	@Test
	void whenTheCallerLeavesThenNobodyIsAskedAgain() {
		this.resolver.know("cart");
		Disposable caller = ask();
		this.timer.advanceTimeBy(Duration.ofMillis(150));
		caller.dispose();
		this.timer.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.resolver.asked()).hasSize(1);
	}

	private Disposable ask() {
		return new EmptyAnswers(this.resolver, this.timer).askAgain(CART)
			.subscribe(this.outcome::set, this.outcome::set);
	}

}
