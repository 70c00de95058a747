package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.MulticastNamespace;
import dev.daprinvoke.harness.NameResolutionFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The main job: FrontEnd's sidecar finds three Carts and lets them answer in turn
 * (contract, platform.md 3.2 and 3.4; order as settled for mDNS and SQLite).
 */
class ThreeCartsTests {

	@TempDir
	private Path folder;

	@Test
	void whenCartsAreFoundThroughSqliteThenTheyAnswerInTurn() {
		try (ThreeCarts carts = new ThreeCarts(this.folder, NameResolutionFile.in(this.folder))) {
			carts.start();
			assertThat(carts.callFrontEnd(7)).containsExactly("cart-1", "cart-2", "cart-3", "cart-1", "cart-2",
					"cart-3", "cart-1");
		}
	}

	@Test
	void whenCartsAreFoundByMulticastThenTheyAnswerInTurn() {
		MulticastNamespace.require();
		ChildProcess program = MulticastNamespace.run(OverMulticast.class, this.folder, Duration.ofSeconds(200));
		assertThat(program.output().lines()).as(program::evidence)
			.last()
			.isEqualTo("[cart-1, cart-2, cart-3, cart-1, cart-2, cart-3, cart-1]");
	}

	/**
	 * The part that runs where multicast reaches nobody else.
	 */
	static final class OverMulticast {

		private OverMulticast() {
		}

		public static void main(String[] args) {
			try (ThreeCarts carts = new ThreeCarts(Path.of("").toAbsolutePath(), null)) {
				carts.start();
				System.out.println(carts.callFrontEnd(7));
			}
		}

	}

}
