package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recorded questions get the answers that were recorded.
 */
class AnswerFixtureTests {

	private final MdnsHarness harness = new MdnsHarness();

	@BeforeEach
	void announceTheRecordedSidecar() {
		MdnsHarness.Outcome<Void> announced = MdnsHarness.Outcome
			.of(this.harness.resolver.announce(MdnsHarness.CALLEE));
		this.harness.pass(2000);
		assertThat(announced.isDone()).isTrue();
		assertThat(announced.error()).isNull();
		this.harness.network.take();
	}

	@ParameterizedTest
	@ValueSource(strings = { "instance-srv", "ptr-legacy-port", "ptr-multicast", "ptr-type-a", "ptr-type-any",
			"services-enumeration" })
	void whenAskedThenEverybodyHearsTheAnswer(String name) {
		List<FakeNetwork.Sent> answers = ask(name);
		assertThat(answers).extracting(FakeNetwork.Sent::packet)
			.containsExactlyElementsOf(
					MdnsFixture.of(name).fromDaprd().stream().map(MdnsFixture.Datagram::described).toList());
		assertThat(answers).hasSize(1).allSatisfy((sent) -> assertThat(sent.receiver()).isNull());
	}

	@Test
	void whenAskedForAUnicastAnswerThenTheAskerAloneHearsIt() {
		List<FakeNetwork.Sent> answers = ask("ptr-unicast-bit");
		assertThat(answers).singleElement().satisfies((sent) -> {
			assertThat(sent.receiver()).isEqualTo(MdnsHarness.NEIGHBOUR);
			assertThat(List.of(sent.packet())).isEqualTo(MdnsFixture.of("ptr-unicast-bit")
				.fromDaprd()
				.stream()
				.map(MdnsFixture.Datagram::described)
				.toList());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "host-a", "ptr-known-answer", "ptr-other-app", "ptr-other-case" })
	void whenThereIsNothingToAnswerThenNothingIsSent(String name) {
		assertThat(MdnsFixture.of(name).fromDaprd()).isEmpty();
		assertThat(ask(name)).isEmpty();
	}

	@Test
	void whenKnownAnswerIsHalfAsOldThenItIsToldAgain() {
		Packet known = MdnsFixture.of("ptr-known-answer").sent().described();
		ResourceRecord answer = known.answers().get(0);
		this.harness.hear(new Packet(known.flags(), known.questions(),
				List.of(new ResourceRecord(answer.name(), false, 1599, answer.data())), List.of(), List.of()));
		assertThat(this.harness.network.take()).hasSize(1);
	}

	@Test
	void whenProbeIsHeardThenItIsNotAnswered() {
		this.harness.hear(MdnsFixture.of("start").fromDaprd().get(0).read());
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenTheSameIsAskedManyTimesInOnePacketThenItIsAnsweredOnce() {
		Question question = new Question("callee.local.", 12, false);
		this.harness.hear(new Packet(Packet.QUERY, Stream.generate(() -> question).limit(100).toList(), List.of(),
				List.of(), List.of()));
		assertThat(this.harness.network.take()).hasSize(1);
	}

	@Test
	void whenWithdrawnThenNothingIsAnswered() {
		MdnsHarness.Outcome<Void> withdrawn = MdnsHarness.Outcome
			.of(this.harness.resolver.withdraw(MdnsHarness.CALLEE));
		assertThat(withdrawn.isDone()).isTrue();
		this.harness.network.take();
		assertThat(ask("ptr-multicast")).isEmpty();
	}

	@Test
	void whenSeveralInstancesAreAnnouncedThenEachAnswersInItsOwnPacket() {
		MdnsHarness.Outcome.of(this.harness.resolver.announce(MdnsHarness.instance("callee", "10.77.0.2", 50003)));
		MdnsHarness.Outcome.of(this.harness.resolver.announce(MdnsHarness.instance("other", "10.77.0.2", 50004)));
		this.harness.timeline.pass(Duration.ofSeconds(2));
		this.harness.network.take();
		assertThat(ask("ptr-multicast")).hasSize(2);
		assertThat(ask("services-enumeration")).hasSize(2);
	}

	private List<FakeNetwork.Sent> ask(String name) {
		MdnsFixture fixture = MdnsFixture.of(name);
		InetSocketAddress sender = new InetSocketAddress(MdnsHarness.NEIGHBOUR.getAddress(), fixture.sentFromPort());
		this.harness.network.receive(fixture.sent().read(), sender);
		return this.harness.network.take();
	}

}
