package dev.daprinvoke.scenario.client;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace that reaches an app goes on to the apps it calls: Micrometer's current
 * observation is seen by all clients, and its tracing bridge writes the header.
 */
class ClientTraceTests {

	private static final String SPAN = "b7ad6b7169203331";

	@TempDir
	private static Path folder;

	private static Mesh mesh;

	@BeforeAll
	static void start() {
		mesh = Mesh.start(folder);
	}

	@AfterAll
	static void stop() {
		mesh.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenARequestHasATraceThenCallsMadeForItAreOfTheSame(Shop.Stack stack) {
		try (Shop shop = Shop.start(stack, mesh.shopPort())) {
			for (Shop.Kind kind : Shop.Kind.values()) {
				String trace = "4bf92f3577b34da6a3ce929d0e0e47%d%d".formatted(stack.ordinal(), kind.ordinal());
				assertThat(shop.call(kind, "1", "traceparent: 00-" + trace + "-" + SPAN + "-01").status())
					.isEqualTo(200);
				assertThat(mesh.cart().lastReceived().header("traceparent")).as("%s", kind)
					.startsWith("00-" + trace + "-")
					.doesNotContain(SPAN)
					.endsWith("-01");
			}
		}
	}

}
