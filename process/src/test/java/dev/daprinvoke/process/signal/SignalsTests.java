package dev.daprinvoke.process.signal;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.3 and 6, signals.
 */
class SignalsTests {

	private final List<Integer> exits = new ArrayList<>();

	private final List<Ask> asks = new ArrayList<>();

	private final List<String> lines = new ArrayList<>();

	private final Signals signals = new Signals((name, handler) -> name.equals("INT") ? "INT stays ignored" : null,
			(code) -> {
				this.lines.add("exit");
				this.exits.add(code);
			});

	SignalsTests() {
		this.signals.next().thenAccept(this.asks::add);
		this.signals.logTo(new RecordedSignalLog(this.lines));
	}

	@Test
	void whenFirstSignalComesThenAGracefulStopIsAskedFor() {
		this.signals.received("TERM");
		assertThat(this.asks).containsExactly(Ask.STOP);
		assertThat(this.exits).isEmpty();
		assertThat(this.lines).containsExactly("info Received signal 'terminated'; beginning shutdown");
	}

	@Test
	void whenSecondSignalComesThenTheProcessEndsAtOnceButTheLogComesOut() {
		this.signals.received("INT");
		this.signals.received("TERM");
		assertThat(this.asks).containsExactly(Ask.STOP);
		assertThat(this.exits).containsExactly(1);
		assertThat(this.lines).containsExactly("info Received signal 'interrupt'; beginning shutdown",
				"warn Received signal 'terminated' during shutdown; exiting immediately", "closed", "exit");
	}

	@Test
	void whenHangupsComeThenOneRestartIsAskedFor() {
		this.signals.received("HUP");
		this.signals.received("HUP");
		assertThat(this.asks).containsExactly(Ask.RESTART);
		this.signals.next().thenAccept(this.asks::add);
		assertThat(this.asks).hasSize(1);
		this.signals.received("HUP");
		assertThat(this.asks).containsExactly(Ask.RESTART, Ask.RESTART);
		assertThat(this.exits).isEmpty();
	}

	@Test
	void whenHangupComesDuringShutdownThenItIsIgnored() {
		this.signals.received("INT");
		this.signals.received("HUP");
		assertThat(this.asks).containsExactly(Ask.STOP);
		assertThat(this.lines).last().isEqualTo("info Received signal 'hangup' during shutdown; ignoring it");
	}

	@Test
	void whenAStopComesDuringARestartThenTheNextLifeHearsIt() {
		this.signals.received("HUP");
		this.signals.received("TERM");
		assertThat(this.signals.isStopAsked()).isTrue();
		this.signals.next().thenAccept(this.asks::add);
		assertThat(this.asks).containsExactly(Ask.RESTART, Ask.STOP);
	}

	@Test
	void whenThereIsNoLogYetThenLinesWaitForIt() {
		Signals early = new Signals((name, handler) -> name.equals("INT") ? "INT stays ignored" : null,
				this.exits::add);
		early.install();
		early.received("TERM");
		early.logTo(new RecordedSignalLog(this.lines));
		assertThat(this.lines).containsExactly("warn INT stays ignored",
				"info Received signal 'terminated'; beginning shutdown");
	}

	private record RecordedSignalLog(List<String> lines) implements SignalLog {

		@Override
		public void info(String line) {
			this.lines.add("info " + line);
		}

		@Override
		public void warn(String line) {
			this.lines.add("warn " + line);
		}

		@Override
		public void close() {
			this.lines.add("closed");
		}

	}

}
