package dev.daprinvoke.resolve.mdns;

import java.time.Duration;
import java.util.List;

import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnnouncementTests {

	private final MdnsHarness harness = new MdnsHarness();

	@Test
	void whenAnnouncedThenProbesAndAnnouncementsLeaveAsRecorded() {
		List<MdnsFixture.Datagram> recorded = MdnsFixture.of("start").fromDaprd();
		announce(MdnsHarness.CALLEE);
		this.harness.pass(5000);
		List<FakeNetwork.Sent> sent = this.harness.network.take();
		assertThat(sent).extracting(FakeNetwork.Sent::packet)
			.containsExactlyElementsOf(recorded.stream().map(MdnsFixture.Datagram::described).toList());
		double start = recorded.get(0).seconds();
		assertThat(sent).extracting((each) -> each.at().toMillis())
			.containsExactlyElementsOf(
					recorded.stream().map((each) -> Math.round((each.seconds() - start) * 1000)).toList());
	}

	@Test
	void whenFirstAnnouncementIsSentThenAnnouncingIsDone() {
		MdnsHarness.Outcome<Void> announced = announce(MdnsHarness.CALLEE);
		this.harness.pass(119);
		assertThat(announced.isDone()).isFalse();
		this.harness.pass(1);
		assertThat(announced.isDone()).isTrue();
		assertThat(announced.error()).isNull();
	}

	@Test
	void whenWithdrawnThenGoodbyeLeavesAsRecorded() {
		announce(MdnsHarness.CALLEE);
		this.harness.pass(5000);
		this.harness.network.take();
		MdnsHarness.Outcome<Void> withdrawn = withdraw(MdnsHarness.CALLEE);
		assertThat(withdrawn.isDone()).isTrue();
		assertThat(this.harness.network.takePackets()).containsExactlyElementsOf(
				MdnsFixture.of("goodbye").fromDaprd().stream().map(MdnsFixture.Datagram::described).toList());
	}

	@Test
	void whenWithdrawnBeforeTheSecondAnnouncementThenThatIsNotSent() {
		announce(MdnsHarness.CALLEE);
		this.harness.pass(200);
		withdraw(MdnsHarness.CALLEE);
		this.harness.network.take();
		this.harness.pass(5000);
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenWithdrawnWhileProbingThenAnnouncingFails() {
		MdnsHarness.Outcome<Void> announced = announce(MdnsHarness.CALLEE);
		withdraw(MdnsHarness.CALLEE);
		assertThat(announced.error()).isInstanceOf(NameResolutionException.class)
			.hasMessage("withdrawn before it was announced");
	}

	@Test
	void whenNeverAnnouncedThenWithdrawingSaysNothing() {
		assertThat(withdraw(MdnsHarness.CALLEE).isDone()).isTrue();
		assertThat(this.harness.network.take()).isEmpty();
	}

	@Test
	void whenWithdrawnAndAnnouncedAgainThenItIsFoundAgain() {
		announce(MdnsHarness.CALLEE);
		this.harness.pass(2000);
		withdraw(MdnsHarness.CALLEE);
		MdnsHarness.Outcome<Void> again = announce(MdnsHarness.CALLEE);
		this.harness.pass(120);
		assertThat(again.isDone()).isTrue();
		assertThat(again.error()).isNull();
	}

	@Test
	void whenTheSameInstanceIsAnnouncedTwiceThenItIsSaidOnce() {
		announce(MdnsHarness.CALLEE);
		MdnsHarness.Outcome<Void> twice = announce(MdnsHarness.CALLEE);
		this.harness.pass(5000);
		assertThat(twice.isDone()).isTrue();
		assertThat(this.harness.network.take()).hasSize(4);
	}

	@Test
	void whenIdAndPortAreTakenThenAnnouncingFails() {
		announce(MdnsHarness.CALLEE);
		MdnsHarness.Outcome<Void> other = announce(MdnsHarness.instance("callee", "10.77.0.3", 50002));
		assertThat(other.error()).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("instance: callee on port 50002 (expected: an id and port that are not announced yet)");
	}

	@Test
	void whenHostIsNoAddressThenAnnouncingFails() {
		assertThat(announce(MdnsHarness.instance("callee", "callee.example", 50002)).error())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("host: callee.example (expected: an IP address to be announced by mDNS)");
	}

	@Test
	void whenIdIsTooLongForDnsThenAnnouncingFails() {
		String id = "a".repeat(64);
		assertThat(announce(MdnsHarness.instance(id, "10.77.0.2", 50002)).error())
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("app id: " + id + " (expected: at most 63 bytes to be announced by mDNS)");
	}

	@Test
	void whenHostIsLoopbackThenThatVeryAddressIsAnnounced() {
		assertThat(announcedAddress("127.0.0.1")).isEqualTo("127.0.0.1");
		assertThat(announcedAddress("localhost")).isEqualTo("127.0.0.1");
		assertThat(announcedAddress("::1")).isEqualTo("0:0:0:0:0:0:0:1");
	}

	@Test
	void whenClosedThenGoodbyesAreSaidForWhatIsStillAnnounced() {
		announce(MdnsHarness.CALLEE);
		this.harness.pass(2000);
		this.harness.network.take();
		this.harness.resolver.close().block(Duration.ofSeconds(5));
		this.harness.resolver.close().block(Duration.ofSeconds(5));
		assertThat(this.harness.network.takePackets())
			.containsExactly(MdnsFixture.of("goodbye").fromDaprd().get(0).described());
		assertThat(this.harness.network.isClosed()).isTrue();
		assertThat(this.harness.timeline.pending()).isZero();
		assertThat(announce(MdnsHarness.CALLEE).error()).hasMessage("the resolver is closed");
	}

	private static String announcedAddress(String host) {
		Packet packet = MdnsHarness.packets("callee", host, 50002).announcement();
		ResourceRecord last = packet.answers().get(4);
		return ((RecordData.Address) last.data()).address().getHostAddress();
	}

	private MdnsHarness.Outcome<Void> announce(Instance instance) {
		return MdnsHarness.Outcome.of(this.harness.resolver.announce(instance));
	}

	private MdnsHarness.Outcome<Void> withdraw(Instance instance) {
		return MdnsHarness.Outcome.of(this.harness.resolver.withdraw(instance));
	}

}
