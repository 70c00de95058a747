package dev.daprinvoke.transport.sidecar;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The sidecar dies while it has a call.
 */
class SidecarLossTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	// The JDK's client tries GET and HEAD again, and is then refused.
	@ParameterizedTest
	@EnumSource(names = { "GET", "HEAD", "POST", "DELETE" })
	void whenTheSidecarDiesThenTheCallIsBrokenOffWhateverItsVerb(Verb verb) {
		CompletableFuture<FakeApp> started = new CompletableFuture<>();
		FakeApp sidecar = FakeApp.start((exchange) -> started.join().close());
		started.complete(sidecar);
		SidecarInvoker invoker = new SidecarInvoker(new SidecarSettings(
				URI.create("http://127.0.0.1:" + sidecar.port()), null, SidecarSettings.CONNECT_TIMEOUT));
		SidecarException failure = catchThrowableOfType(SidecarException.class,
				() -> invoker.invoke(Calls.request(verb, "items", InvokeBody.EMPTY)).block(LIMIT));
		assertThat(failure).isNotNull();
		assertThat(failure.stage()).isEqualTo(FailureStage.BROKEN_OFF);
	}

}
