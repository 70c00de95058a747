package dev.daprinvoke.scenario.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sidecar goes away under a running app and comes back.
 */
class LostSidecarTests {

	/** Each user waits in a thread of its own. */
	private static final Executor USERS = (task) -> new Thread(task, "user").start();

	private static final Duration LIMIT = Duration.ofSeconds(30);

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
	void whenTheSidecarDiesAndComesBackThenCallsFailWithATypeAndSucceedAgain(Shop.Stack stack) throws Exception {
		try (Shop shop = Shop.start(stack, mesh.shopPort())) {
			List<String> failures = new CopyOnWriteArrayList<>();
			AtomicInteger answered = new AtomicInteger();
			AtomicBoolean enough = new AtomicBoolean();
			List<CompletableFuture<Void>> users = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Shop.Kind kind = Shop.Kind.values()[i % 2];
				users.add(CompletableFuture.runAsync(() -> {
					while (!enough.get()) {
						RawResponse seen = shop.call(kind, "patiently");
						if (seen.status() == 200) {
							answered.incrementAndGet();
						}
						else {
							failures.add(seen.status() + " " + seen.text());
						}
					}
				}, USERS));
			}
			awaitMore("answers", answered::get);
			mesh.shopSidecar().kill();
			awaitMore("failures", failures::size);
			mesh.restartShopSidecar();
			awaitMore("answers", answered::get);
			int failed = failures.size();
			awaitMore("answers", answered::get);
			enough.set(true);
			for (CompletableFuture<Void> user : users) {
				user.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			assertThat(failures).hasSize(failed);
			// A death is seen as nobody's listening, as the end of a connection, or both.
			assertThat(failures).allSatisfy((failure) -> assertThat(failure).matches(
					"50[23] (NotReachableException, source NOT_REACHABLE|InvocationBrokenOffException, source BROKEN_OFF)"
							+ ", attempts [123], GET items/1 of cart"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTheSidecarDiesInTheMiddleOfCallsThenTheyBreakOffAndTheNextSucceed(Shop.Stack stack) throws Exception {
		try (Shop shop = Shop.start(stack, mesh.shopPort())) {
			int before = mesh.cart().receivedAt("/slow").size();
			List<CompletableFuture<RawResponse>> calls = new ArrayList<>();
			for (Shop.Kind kind : Shop.Kind.values()) {
				calls.add(CompletableFuture.supplyAsync(() -> shop.call(kind, "waiting"), USERS));
			}
			Waiting.until("calls that wait", LIMIT,
					() -> mesh.cart().receivedAt("/slow").size() == before + calls.size());
			mesh.shopSidecar().kill();
			for (CompletableFuture<RawResponse> call : calls) {
				RawResponse seen = call.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
				assertThat(seen.text())
					.isEqualTo("InvocationBrokenOffException, source BROKEN_OFF, attempts 1, GET slow of cart");
				assertThat(seen.status()).isEqualTo(502);
			}
			mesh.restartShopSidecar();
			for (Shop.Kind kind : Shop.Kind.values()) {
				assertThat(shop.call(kind, "1").text()).isEqualTo("tea");
			}
		}
	}

	private static void awaitMore(String what, IntSupplier count) {
		int before = count.getAsInt();
		Waiting.until("more " + what, LIMIT, () -> count.getAsInt() >= before + 8);
	}

}
