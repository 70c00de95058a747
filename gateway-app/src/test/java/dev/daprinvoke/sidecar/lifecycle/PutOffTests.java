package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract invocation.md 5.3 and the lines of section 0.
 */
class PutOffTests {

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dapr.runtime");

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.lines);
	}

	@Test
	void whenTheDurationEndsThenTheStopBegins() {
		StepVerifier.withVirtualTime(() -> new PutOff(Duration.ofMinutes(3), Mono.never()).over())
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(179))
			.thenAwait(Duration.ofSeconds(1))
			.verifyComplete();
		assertThat(messages()).containsExactly("Blocking graceful shutdown for 3m0s or until app reports unhealthy...",
				"Block shutdown period expired, entering shutdown...");
	}

	@Test
	void whenTheAppBecomesUnhealthyThenTheStopBegins() {
		TestPublisher<String> unhealthy = TestPublisher.create();
		StepVerifier.create(new PutOff(Duration.ofMinutes(3), unhealthy.mono()).over())
			.then(unhealthy::complete)
			.verifyComplete();
		assertThat(messages()).last().isEqualTo("App reported unhealthy, entering shutdown...");
	}

	@Test
	void whenNoDurationIsGivenThenTheStopBeginsWithoutAWord() {
		StepVerifier.create(new PutOff(Duration.ZERO, Mono.never()).over()).verifyComplete();
		assertThat(messages()).isEmpty();
	}

	private List<String> messages() {
		return this.lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
