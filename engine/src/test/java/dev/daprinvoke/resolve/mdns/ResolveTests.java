package dev.daprinvoke.resolve.mdns;

import java.time.Duration;
import java.util.List;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResolveTests {

	private final MdnsHarness harness = new MdnsHarness();

	@Test
	void whenRecordedAnswerArrivesThenItsAddressIsFound() {
		MdnsFixture fixture = MdnsFixture.of("question-answered");
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("otherapp");
		assertThat(this.harness.network.takePackets()).containsExactly(fixture.fromDaprd().get(0).described());
		this.harness.hear(fixture.answerSentByRecorder().read());
		this.harness.pass(99);
		assertThat(found.isDone()).isFalse();
		this.harness.pass(1);
		assertThat(found.value()).containsExactly(new Endpoint("10.77.0.1", 6100));
	}

	@Test
	void whenNobodyAnswersThenTheRecordedErrorComesAfterOneSecond() {
		MdnsFixture fixture = MdnsFixture.of("question-unknown-app");
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("ghost");
		assertThat(this.harness.network.takePackets()).containsExactly(fixture.fromDaprd().get(0).described());
		this.harness.pass(999);
		assertThat(found.isDone()).isFalse();
		this.harness.pass(1);
		assertThat(found.error()).isInstanceOf(NameResolutionException.class)
			.hasMessage("couldn't find service: ghost");
		assertThat(fixture.clientSaw()).contains("err: " + found.error().getMessage());
	}

	@Test
	void whenNobodyAnsweredThenTheNextCallBrowsesAtOnce() {
		this.harness.resolve("cart");
		this.harness.pass(1000);
		this.harness.network.take();
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		assertThat(this.harness.network.take()).hasSize(1);
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.pass(100);
		assertThat(found.value()).containsExactly(new Endpoint("10.0.0.1", 50002));
	}

	@Test
	void whenTheFirstQuestionIsLostThenASecondOneFollows() {
		this.harness.resolve("cart");
		this.harness.pass(249);
		assertThat(this.harness.network.take()).hasSize(1);
		this.harness.pass(1);
		assertThat(this.harness.network.takePackets()).containsExactly(MdnsHarness.question("cart"));
		this.harness.pass(750);
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenFurtherInstancesAnswerSoonThenAllAreFoundInTheOrderOfTheirAddresses() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.hearAnswer("cart", "127.0.0.1", 50004);
		assertThat(found.isDone()).isFalse();
		this.harness.hearAnswer("cart", "10.0.0.2", 50002);
		this.harness.pass(99);
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.pass(1);
		assertThat(found.value()).containsExactly(new Endpoint("10.0.0.1", 50002), new Endpoint("10.0.0.2", 50002));
	}

	@Test
	void whenTheFirstAnswerComesLateThenTheBoundStillHolds() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.pass(990);
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.pass(10);
		assertThat(found.value()).containsExactly(new Endpoint("10.0.0.1", 50002));
		assertThat(this.harness.timeline.pending()).isEqualTo(1);
	}

	@Test
	void whenManyCallAtOnceThenTheyShareOneBrowse() {
		MdnsHarness.Outcome<List<Endpoint>> first = this.harness.resolve("cart");
		MdnsHarness.Outcome<List<Endpoint>> second = this.harness.resolve("cart");
		assertThat(this.harness.network.take()).hasSize(1);
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.pass(100);
		assertThat(first.value()).isEqualTo(second.value()).hasSize(1);
	}

	@Test
	void whenACallerGoesAwayThenTheOthersStillGetTheAnswer() {
		this.harness.resolver.resolve(MdnsHarness.target("cart")).subscribe().dispose();
		MdnsHarness.Outcome<List<Endpoint>> other = this.harness.resolve("cart");
		this.harness.hearAnswer("cart", "10.0.0.1", 50002);
		this.harness.pass(100);
		assertThat(other.value()).hasSize(1);
	}

	@Test
	void whenAppIsKnownThenNothingIsAskedAndTheVerySameListComes() {
		this.harness.find("cart", "10.0.0.1", 50002);
		List<Endpoint> first = this.harness.resolve("cart").value();
		assertThat(this.harness.resolve("cart").value()).isNotNull().isSameAs(first);
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenNamespacesDifferThenTheSameInstancesAreFound() {
		this.harness.find("cart", "10.0.0.1", 50002);
		assertThat(this.harness.resolver.resolve(new AppTarget("cart.other", new AppId("cart"), new Namespace("other")))
			.block(Duration.ofSeconds(5))).containsExactly(new Endpoint("10.0.0.1", 50002));
	}

	@Test
	void whenTooManyAppsAreLookedForThenOneMoreFailsAtOnce() {
		for (int i = 0; i < MdnsHarness.SETTINGS.maxApps(); i++) {
			this.harness.resolve("ghost" + i);
		}
		assertThat(this.harness.resolve("cart").error()).isInstanceOf(NameResolutionException.class)
			.hasMessage("timeout waiting for address for app id cart");
		assertThat(this.harness.resolve("ghost0").isDone()).isFalse();
		this.harness.pass(1000);
		assertThat(this.harness.resolve("cart").isDone()).isFalse();
	}

	@Test
	void whenIdCannotBeADnsNameThenItIsNotFoundAtOnce() {
		String id = "a".repeat(64);
		assertThat(this.harness.resolve(id).error()).isInstanceOf(NameResolutionException.class)
			.hasMessage("couldn't find service: " + id);
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenIdIsOfOddCharactersThenItIsAskedForUnchanged() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("Käse & Co");
		assertThat(this.harness.network.takePackets()).containsExactly(MdnsHarness.question("Käse & Co"));
		this.harness.hearAnswer("Käse & Co", "10.0.0.1", 50002);
		this.harness.pass(100);
		assertThat(found.value()).hasSize(1);
	}

	@Test
	void whenOtherLetterCaseAnswersThenItIsAnotherApp() {
		MdnsHarness.Outcome<List<Endpoint>> found = this.harness.resolve("cart");
		this.harness.hearAnswer("CART", "10.0.0.1", 50002);
		this.harness.pass(1000);
		assertThat(found.error()).hasMessage("couldn't find service: cart");
	}

	@Test
	void whenClosedThenRunningAndNewSearchesEndWithAnError() {
		MdnsHarness.Outcome<List<Endpoint>> running = this.harness.resolve("cart");
		this.harness.resolver.close().block(Duration.ofSeconds(5));
		assertThat(running.error()).hasMessage("couldn't find service: cart");
		assertThat(this.harness.resolve("cart").error()).hasMessage("couldn't find service: cart");
		assertThat(this.harness.timeline.pending()).isZero();
	}

}
