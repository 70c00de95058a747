package dev.daprinvoke.sidecar.lifecycle;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class FatesTests {

	private final Fates fates = new Fates();

	@Test
	void whenNothingIsAskedForThenThereIsNoFate() {
		assertThat(this.fates.gravest()).isNull();
		assertThat(this.fates.first()).isNotDone();
		assertThat(this.fates.forced()).isNotDone();
	}

	@Test
	void whenSeveralThingsAreAskedForThenTheFirstBeginsAndTheGravestCounts() {
		this.fates.ask(Fate.RESTART);
		this.fates.ask(Fate.STOP);
		this.fates.ask(Fate.RESTART);
		assertThat(this.fates.first()).isCompletedWithValue(Fate.RESTART);
		assertThat(this.fates.gravest()).isEqualTo(Fate.STOP);
		assertThat(this.fates.forced()).isNotDone();
		this.fates.ask(Fate.FORCED);
		assertThat(this.fates.gravest()).isEqualTo(Fate.FORCED);
		assertThat(this.fates.forced()).isDone();
	}

	@Test
	void whenAWaitIsCancelledThenTheNextOneStillHears() {
		StepVerifier.create(this.fates.any()).thenCancel().verify();
		this.fates.first().cancel(true);
		this.fates.ask(Fate.STOP);
		StepVerifier.create(this.fates.any().map(String::valueOf)).expectNext("STOP").verifyComplete();
	}

}
