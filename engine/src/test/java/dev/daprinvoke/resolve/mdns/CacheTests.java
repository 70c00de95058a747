package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.util.List;

import dev.daprinvoke.resolve.Endpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheTests {

	private static final Endpoint ONE = new Endpoint("10.0.0.1", 50002);

	private static final Endpoint TWO = new Endpoint("10.0.0.2", 50002);

	private final MdnsHarness harness = new MdnsHarness();

	@Test
	void whenAnotherInstanceOfAKnownAppAnnouncesItselfThenItIsFound() {
		this.harness.find("cart", "10.0.0.2", 50002);
		this.harness.hear(MdnsHarness.packets("cart", "10.0.0.1", 50002).announcement());
		assertThat(known("cart")).containsExactly(ONE, TWO);
	}

	@Test
	void whenUnknownAppsAnnounceThemselvesThenTheyAreNotRemembered() {
		this.harness.hear(MdnsHarness.packets("stock", "10.0.0.1", 50002).announcement());
		assertThat(this.harness.resolve("stock").isDone()).isFalse();
	}

	@Test
	void whenGoodbyeIsHeardThenTheInstanceIsGoneAtOnce() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.hearAnswer("cart", "10.0.0.2", 50002);
		this.harness.hearGoodbye("cart", "10.0.0.1", 50002);
		assertThat(known("cart")).containsExactly(TWO);
	}

	@Test
	void whenTheLastInstanceIsGoneThenTheNextCallBrowses() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.hearGoodbye("cart", "10.0.0.1", 50002);
		assertThat(this.harness.resolve("cart").isDone()).isFalse();
		assertThat(this.harness.network.takePackets()).containsExactly(MdnsHarness.question("cart"));
	}

	@Test
	void whenAnAppIsRestartedThenItsNewAddressIsKnownWithoutAsking() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.hearGoodbye("cart", "10.0.0.1", 50002);
		this.harness.hear(MdnsHarness.packets("cart", "10.0.0.2", 50002).announcement());
		assertThat(known("cart")).containsExactly(TWO);
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenGoodbyeIsHeardDuringABrowseThenItIsNoAnswer() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.hearGoodbye("cart", "10.0.0.1", 50002);
		this.harness.pass(1000);
		assertThat(found.error()).hasMessage("couldn't find service: cart");
	}

	@Test
	void whenSeveralInstancesShareAHostThenOnlyTheOneThatSaysGoodbyeGoes() {
		this.harness.find("cart", "127.0.0.1", 50002);
		assertThat(known("cart")).isNull();
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		InetSocketAddress self = new InetSocketAddress("127.0.0.1", 5353);
		this.harness.network.receive(MdnsHarness.packets("cart", "127.0.0.1", 50002).announcement(), self);
		this.harness.network.receive(MdnsHarness.packets("cart", "127.0.0.1", 50003).announcement(), self);
		this.harness.pass(100);
		assertThat(found.value()).hasSize(2);
		this.harness.network.receive(MdnsHarness.packets("cart", "127.0.0.1", 50002).goodbye(), self);
		assertThat(known("cart")).containsExactly(new Endpoint("127.0.0.1", 50003));
	}

	@Test
	void whenAnEndpointIsUnreachableThenItIsDropped() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.hearAnswer("cart", "10.0.0.2", 50002);
		this.harness.resolver.unreachable(MdnsHarness.target("cart"), ONE);
		assertThat(known("cart")).containsExactly(TWO);
		this.harness.resolver.unreachable(MdnsHarness.target("cart"), TWO);
		this.harness.resolver.unreachable(MdnsHarness.target("ghost"), TWO);
		assertThat(this.harness.resolve("cart").isDone()).isFalse();
		assertThat(this.harness.network.takePackets()).containsExactly(MdnsHarness.question("cart"));
	}

	// A sidecar that restarts answers questions before it listens again, and each of its
	// callers' retries says that nobody listens.
	@Test
	void whenAnEndpointIsUnreachableWhileItAnswersABrowseThenItIsFound() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.resolver.unreachable(MdnsHarness.target("cart"), ONE);
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.resolver.unreachable(MdnsHarness.target("cart"), ONE);
		this.harness.pass(100);
		assertThat(found.value()).containsExactly(ONE);
		assertThat(this.harness.resolve("cart").isDone()).isFalse();
	}

	@Test
	void whenGoodbyeFollowsAnAnswerDuringABrowseThenNothingIsFound() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.hearGoodbye("cart", "10.0.0.1", 50002);
		this.harness.pass(100);
		assertThat(found.error()).hasMessage("couldn't find service: cart");
	}

	@Test
	void whenThereIsIpv4ThenIpv6IsNotUsed() {
		this.harness.find("cart", "fd00::1", 50002);
		assertThat(known("cart")).containsExactly(new Endpoint("fd00::1", 50002));
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		assertThat(known("cart")).containsExactly(ONE);
		this.harness.hearGoodbye("cart", "10.0.0.1", 50002);
		assertThat(known("cart")).containsExactly(new Endpoint("fd00::1", 50002));
	}

	@Test
	void whenThirtySecondsPassThenKnownAppsAreAskedForAgain() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.pass(29_900 - 1);
		assertThat(this.harness.network.take()).isEmpty();
		this.harness.pass(1);
		assertThat(this.harness.network.takePackets()).containsExactly(MdnsHarness.question("cart"));
		this.harness.pass(30_000);
		assertThat(this.harness.network.takePackets()).containsExactly(MdnsHarness.question("cart"));
	}

	@Test
	void whenAnAddressIsNotSeenForLongThenItIsDropped() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.hearAnswer("cart", "10.0.0.2", 50002);
		for (int i = 0; i < 2; i++) {
			this.harness.pass(30_000);
			this.harness.hearAnswer("cart", "10.0.0.2", 50002);
		}
		assertThat(known("cart")).containsExactly(ONE, TWO);
		this.harness.pass(3_000);
		assertThat(known("cart")).containsExactly(TWO);
	}

	@Test
	void whenAnAppStaysAwayThenItIsForgotten() {
		this.harness.find("cart", "10.0.0.1", 50002);
		this.harness.pass(200_000);
		this.harness.network.take();
		this.harness.pass(60_000);
		assertThat(this.harness.network.take()).isEmpty();
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		assertThat(this.harness.resolve("cart").isDone()).isFalse();
	}

	@Test
	void whenAnAppHasTooManyAddressesThenFurtherOnesArePassedOver() {
		this.harness.find("cart", "10.0.0.9", 50002);
		for (int i = 1; i < 9; i++) {
			this.harness.hearAnswer("cart", "10.0.0." + i, 50002);
		}
		assertThat(known("cart")).hasSize(4).contains(new Endpoint("10.0.0.9", 50002));
	}

	@Test
	void whenTooManyAppsAreKnownThenOneThatIsNotUsedMakesRoom() {
		for (int i = 0; i < 8; i++) {
			this.harness.find("app" + i, "10.0.0.1", 50002);
		}
		this.harness.find("app8", "10.0.0.1", 50002);
		assertThat(known("app8")).isNotNull();
		assertThat(knownApps(9)).isEqualTo(8);
		this.harness.find("app9", "10.0.0.1", 50002);
		assertThat(known("app9")).isNotNull();
	}

	@Test
	void whenAnotherHostClaimsOurLoopbackAddressThenItIsNotBelieved() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.hearAnswer("cart", "127.0.0.1", 50002);
		this.harness.hearAnswer("cart", "::1", 50002);
		this.harness.pass(1000);
		assertThat(found.error()).hasMessage("couldn't find service: cart");
	}

	private int knownApps(int count) {
		int known = 0;
		for (int i = 0; i < count; i++) {
			known += (known("app" + i) != null) ? 1 : 0;
		}
		this.harness.pass(1000);
		return known;
	}

	private List<Endpoint> known(String id) {
		return this.harness.resolve(id).value();
	}

}
