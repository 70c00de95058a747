package dev.daprinvoke.scenario.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the users of an app see of its calls: blocking and reactive, in servlet and in
 * WebFlux apps, when all goes well and whatever goes wrong.
 */
class ClientMatrixTests {

	@TempDir
	private static Path folder;

	private static Mesh mesh;

	private static int nobodysPort;

	private static final Map<Shop.Stack, Shop> shops = new EnumMap<>(Shop.Stack.class);

	private static final Map<Shop.Stack, Shop> lonelyShops = new EnumMap<>(Shop.Stack.class);

	@BeforeAll
	static void start() {
		mesh = Mesh.start(folder);
		nobodysPort = Ports.free();
	}

	@AfterAll
	static void stop() {
		shops.values().forEach(Shop::close);
		lonelyShops.values().forEach(Shop::close);
		mesh.close();
	}

	static Stream<Arguments> all() {
		return Stream.of(Shop.Stack.values())
			.flatMap((stack) -> Stream.of(Shop.Kind.values())
				.flatMap((kind) -> Stream.of(Outcome.values()).map((outcome) -> Arguments.of(stack, kind, outcome))));
	}

	/**
	 * How a call ends.
	 */
	enum Outcome {

		OK("1", 200, "tea"),

		APP_4XX("missing", 404, "AppErrorException, source APP, attempts 1, GET items/missing of cart"),

		APP_5XX("broken", 500, "AppErrorException, source APP, attempts 1, GET items/broken of cart"),

		APP_BUSY_THREE_TIMES("busy", 503, "AppErrorException, source APP, attempts 3, GET items/busy of cart"),

		UNKNOWN_APP("nobody", 500, "AppNotFoundException, source RESOLVER, attempts 1, GET items/1 of nobody"),

		SIDECAR_DOWN("1", 503, "NotReachableException, source NOT_REACHABLE, attempts 1, GET items/1 of cart"),

		SIDECAR_DOWN_THREE_TIMES("patiently", 503,
				"NotReachableException, source NOT_REACHABLE, attempts 3, GET items/1 of cart"),

		TIMEOUT("slow", 504, "InvocationTimeoutException, source TIMEOUT, attempts 1, GET slow of cart"),

		BODY_CUT("cut", 502, "InvocationBrokenOffException, source BROKEN_OFF, attempts 1, GET cut of cart"),

		STREAM_CUT("cut-stream", 502, "InvocationBrokenOffException, source BROKEN_OFF, attempts 1, GET cut of cart");

		private final String what;

		private final int status;

		private final String text;

		Outcome(String what, int status, String text) {
			this.what = what;
			this.status = status;
			this.text = text;
		}

		private boolean hasSidecar() {
			return this != SIDECAR_DOWN && this != SIDECAR_DOWN_THREE_TIMES;
		}

	}

	@ParameterizedTest
	@MethodSource("all")
	void whenAnAppCallsThenItsUserSeesTheOutcome(Shop.Stack stack, Shop.Kind kind, Outcome outcome) {
		Shop shop = outcome.hasSidecar() ? shops.computeIfAbsent(stack, (each) -> Shop.start(each, mesh.shopPort()))
				: lonelyShops.computeIfAbsent(stack, (each) -> Shop.start(each, nobodysPort));
		long begin = System.nanoTime();
		RawResponse seen = shop.call(kind, outcome.what);
		assertThat(seen.text()).isEqualTo(outcome.text);
		assertThat(seen.status()).isEqualTo(outcome.status);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Shop.LIMIT);
	}

}
