package dev.daprinvoke.sidecar.lifecycle;

import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a process warms up, and what it says of that.
 */
@Timeout(60)
class WarmUpTests {

	private final SidecarLoops loops = new SidecarLoops();

	private final Fates life = new Fates();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger runtime = (Logger) LoggerFactory.getLogger("dapr.runtime");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		this.runtime.setLevel(Level.DEBUG);
		this.root.addAppender(this.log);
	}

	@AfterEach
	void stopListening() throws InterruptedException {
		this.root.detachAppender(this.log);
		this.runtime.setLevel(null);
		this.loops.close();
	}

	@Test
	void whenItRunsThenOneLineForDebuggersTellsOfIt() throws Exception {
		new WarmUp().run(this.loops, this.life);
		assertThat(this.log.list).filteredOn((line) -> line.getFormattedMessage().startsWith("Warm-up: "))
			.singleElement()
			.satisfies((line) -> assertThat(line.getLevel()).isEqualTo(Level.DEBUG));
		assertQuiet();
	}

	@Test
	void whenItRanOnceThenItRunsNoMore() throws Exception {
		WarmUp warmUp = new WarmUp();
		warmUp.run(this.loops, this.life);
		this.log.list.clear();
		warmUp.run(this.loops, this.life);
		assertThat(this.log.list).isEmpty();
	}

	@Test
	void whenAStopWasAskedForThenItDoesNotRun() throws Exception {
		this.life.ask(Fate.STOP);
		new WarmUp().run(this.loops, this.life);
		assertThat(this.log.list).isEmpty();
	}

	@Test
	void whenItIsSwitchedOffThenItDoesNotRun() throws Exception {
		System.setProperty(WarmUp.SWITCH, "false");
		try {
			new WarmUp().run(this.loops, this.life);
		}
		finally {
			System.clearProperty(WarmUp.SWITCH);
		}
		assertThat(this.log.list).isEmpty();
	}

	@Test
	void whenNoPortCanBeBoundThenTheStartGoesOnInTime() throws Exception {
		this.loops.close();
		long begin = System.nanoTime();
		new WarmUp().run(this.loops, this.life);
		assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(20));
		assertQuiet();
	}

	private void assertQuiet() {
		// Netty itself warns of event loops that have ended, which no sidecar has here.
		assertThat(this.log.list).filteredOn((line) -> !line.getLoggerName().startsWith("io.netty."))
			.noneMatch((line) -> line.getLevel().isGreaterOrEqual(Level.INFO));
	}

}
