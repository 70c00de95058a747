package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that died without a word is passed over while its registration is still
 * fresh (settled: where nothing was sent yet, other instances are tried at once).
 */
class DeadInstanceTests {

	@TempDir
	private Path folder;

	@Test
	void whenOneOfThreeInstancesIsKilledThenNoCallFails() {
		NameResolutionFile names = NameResolutionFile.in(this.folder);
		try (TestApp first = app("first");
				TestApp second = app("second");
				TestApp third = app("third");
				Sidecar caller = Sidecar.of("caller", this.folder).names(names).start();
				Sidecar one = cart(names, first);
				Sidecar two = cart(names, second);
				Sidecar three = cart(names, third)) {
			List.of(caller, one, two, three).forEach(Sidecar::awaitReady);
			assertThat(answers(caller, 3)).containsExactlyInAnyOrder("first", "second", "third");
			two.kill();
			assertThat(answers(caller, 9)).containsOnly("first", "third");
		}
	}

	private static TestApp app(String name) {
		return TestApp.start().on("/items", (exchange) -> exchange.respond(200, name));
	}

	private Sidecar cart(NameResolutionFile names, TestApp app) {
		return Sidecar.of("cart", this.folder).names(names).appPort(app.port()).start();
	}

	private static List<String> answers(Sidecar caller, int calls) {
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			RawResponse response = caller.invoke("cart", "items");
			answers.add(response.text());
		}
		return answers;
	}

}
