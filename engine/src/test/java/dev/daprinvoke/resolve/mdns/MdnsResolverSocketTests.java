package dev.daprinvoke.resolve.mdns;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.Instance;
import dev.daprinvoke.resolve.NameResolutionException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Resolvers that meet on the real port, on the loopback interface only.
 */
class MdnsResolverSocketTests {

	private static final Duration BOUND = Duration.ofSeconds(30);

	// A machine busy with other things must not make an answer too late. That the real
	// times are kept is tested on a manual clock.
	private static final MdnsTimings PATIENT = new MdnsTimings(Duration.ofSeconds(4), Duration.ofMillis(100),
			Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(60));

	private static final MdnsTimings COMPLETE = new MdnsTimings(Duration.ofSeconds(4), Duration.ofSeconds(1),
			Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(60));

	private final List<MdnsResolver> opened = new ArrayList<>();

	// Tests of other processes may run on the same loopback interface.
	private final String id = "cart-" + UUID.randomUUID();

	@AfterEach
	void close() {
		this.opened.forEach((each) -> each.close().block(BOUND));
	}

	@Test
	void whenTwoResolversAreOnOneHostThenTheyFindEachOther() throws Exception {
		MdnsResolver cart = open();
		MdnsResolver stock = open();
		String other = "stock-" + UUID.randomUUID();
		cart.announce(instance(this.id, 50002)).block(BOUND);
		stock.announce(instance(other, 50003)).block(BOUND);
		assertThat(find(stock, this.id)).containsExactly(new Endpoint("127.0.0.1", 50002));
		assertThat(find(cart, other)).containsExactly(new Endpoint("127.0.0.1", 50003));
		assertThat(find(cart, this.id)).containsExactly(new Endpoint("127.0.0.1", 50002));
	}

	@Test
	void whenAnAppHasThreeInstancesThenTheFirstResolveFindsAllSorted() throws Exception {
		for (int port : new int[] { 50004, 50002, 50003 }) {
			open().announce(instance(this.id, port)).block(BOUND);
		}
		assertThat(find(open(COMPLETE), this.id)).containsExactly(new Endpoint("127.0.0.1", 50002),
				new Endpoint("127.0.0.1", 50003), new Endpoint("127.0.0.1", 50004));
	}

	@Test
	void whenAnInstanceIsWithdrawnThenItIsNoLongerFound() throws Exception {
		MdnsResolver first = open();
		MdnsResolver second = open();
		Instance leaving = instance(this.id, 50002);
		first.announce(leaving).block(BOUND);
		second.announce(instance(this.id, 50003)).block(BOUND);
		MdnsResolver caller = open(COMPLETE);
		assertThat(find(caller, this.id)).hasSize(2);
		first.withdraw(leaving).block(BOUND);
		StepVerifier
			.create(caller.resolve(MdnsHarness.target(this.id))
				.filter((found) -> found.size() == 1)
				.repeatWhenEmpty((again) -> again.delayElements(Duration.ofMillis(5))))
			.expectNext(List.of(new Endpoint("127.0.0.1", 50003)))
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void whenTheOnlyInstanceStopsThenItIsNotFound() throws Exception {
		MdnsResolver app = open();
		app.announce(instance(this.id, 50002)).block(BOUND);
		MdnsResolver caller = open();
		assertThat(find(caller, this.id)).hasSize(1);
		app.close().block(BOUND);
		StepVerifier
			.create(caller.resolve(MdnsHarness.target(this.id))
				.repeat()
				.concatMap((found) -> Mono.delay(Duration.ofMillis(5))))
			.thenConsumeWhile((tick) -> true)
			.expectErrorMessage("couldn't find service: " + this.id)
			.verify(BOUND);
	}

	@Test
	void whenTheAppIsUnknownThenTheErrorComesWithinTheBound() throws Exception {
		MdnsResolver caller = open(MdnsTimings.DEFAULT);
		long start = System.nanoTime();
		assertThatExceptionOfType(NameResolutionException.class).isThrownBy(() -> find(caller, this.id))
			.withMessage("couldn't find service: " + this.id);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(900), BOUND);
	}

	@Test
	void whenSomebodySendsToTheHostInsteadOfTheGroupThenItIsNotHeard() throws Exception {
		open().announce(instance(this.id, 50002)).block(BOUND);
		MdnsResolver caller = open();
		assertThat(find(caller, this.id)).hasSize(1);
		try (MulticastSocket stranger = new MulticastSocket()) {
			byte[] goodbye = bytes(MdnsHarness.packets(this.id, "127.0.0.1", 50002).goodbye());
			stranger.send(new DatagramPacket(goodbye, goodbye.length, InetAddress.getLoopbackAddress(), 5353));
		}
		open().announce(instance(this.id, 50003)).block(BOUND);
		StepVerifier
			.create(caller.resolve(MdnsHarness.target(this.id))
				.filter((found) -> found.contains(new Endpoint("127.0.0.1", 50003)))
				.repeatWhenEmpty((again) -> again.delayElements(Duration.ofMillis(5))))
			.expectNext(List.of(new Endpoint("127.0.0.1", 50002), new Endpoint("127.0.0.1", 50003)))
			.expectComplete()
			.verify(BOUND);
	}

	@Test
	void whenAnAskerWantsTheAnswerForItselfThenItComesToItsPort() throws Exception {
		open().announce(instance(this.id, 50002)).block(BOUND);
		try (MulticastSocket asker = new MulticastSocket()) {
			asker.setNetworkInterface(loopback());
			asker.setSoTimeout((int) BOUND.toMillis());
			byte[] question = bytes(Packet.question(new Question(this.id + ".local.", 12, true)));
			asker.send(new DatagramPacket(question, question.length, InetAddress.getByName("224.0.0.251"), 5353));
			DatagramPacket answer = new DatagramPacket(new byte[9000], 9000);
			asker.receive(answer);
			assertThat(answer.getPort()).isEqualTo(5353);
			Packet read = PacketReader.read(Unpooled.wrappedBuffer(answer.getData(), 0, answer.getLength()));
			assertThat(read).isNotNull();
			assertThat(Sighting.in(read)).extracting(Sighting::endpoint)
				.containsExactly(new Endpoint("127.0.0.1", 50002));
		}
	}

	@Test
	void whenClosedThenNothingIsFoundOrAnnounced() throws Exception {
		MdnsResolver resolver = open();
		resolver.close().block(BOUND);
		StepVerifier.create(resolver.resolve(MdnsHarness.target(this.id))).expectError().verify(BOUND);
		StepVerifier.create(resolver.announce(instance(this.id, 50002))).expectError().verify(BOUND);
	}

	private MdnsResolver open() throws Exception {
		return open(PATIENT);
	}

	private MdnsResolver open(MdnsTimings timings) throws Exception {
		MdnsSettings settings = MdnsSettings.ofThisHost().withInterfaces(List.of(loopback())).withTimings(timings);
		MdnsResolver resolver = MdnsResolver.open(settings).block(BOUND);
		assertThat(resolver).isNotNull();
		this.opened.add(resolver);
		return resolver;
	}

	private static NetworkInterface loopback() throws Exception {
		return NetworkInterface.networkInterfaces()
			.filter(MdnsResolverSocketTests::isLoopback)
			.findFirst()
			.orElseThrow();
	}

	private static byte[] bytes(Packet packet) {
		ByteBuf written = Unpooled.buffer();
		PacketWriter.write(packet, written);
		return ByteBufUtil.getBytes(written);
	}

	private static boolean isLoopback(NetworkInterface candidate) {
		return candidate.inetAddresses().anyMatch((address) -> address.isLoopbackAddress());
	}

	private static List<Endpoint> find(MdnsResolver resolver, String id) {
		List<Endpoint> found = resolver.resolve(MdnsHarness.target(id)).block(BOUND);
		assertThat(found).isNotNull();
		return found;
	}

	private static Instance instance(String id, int port) {
		return MdnsHarness.instance(id, "127.0.0.1", port);
	}

}
