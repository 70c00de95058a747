package dev.daprinvoke.sidecar;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.3 and 6, signals.
 */
class SignalsTests {

	private final List<Integer> exits = new ArrayList<>();

	private final List<String> stops = new ArrayList<>();

	private final Signals signals = new Signals((name, handler) -> {
	}, this.exits::add);

	SignalsTests() {
		this.signals.stop().thenAccept(this.stops::add);
	}

	@Test
	void whenFirstSignalComesThenAGracefulStopIsAskedFor() {
		this.signals.received("TERM");
		assertThat(this.stops).containsExactly("terminated");
		assertThat(this.exits).isEmpty();
	}

	@Test
	void whenSecondSignalComesThenTheProcessEndsAtOnce() {
		this.signals.received("INT");
		this.signals.received("TERM");
		assertThat(this.stops).containsExactly("interrupt");
		assertThat(this.exits).containsExactly(1);
	}

	@Test
	void whenHangupComesThenNothingHappens() {
		this.signals.received("HUP");
		this.signals.received("HUP");
		assertThat(this.stops).isEmpty();
		assertThat(this.exits).isEmpty();
	}

}
