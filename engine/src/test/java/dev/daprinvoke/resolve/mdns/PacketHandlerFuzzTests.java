package dev.daprinvoke.resolve.mdns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.daprinvoke.resolve.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes arrive, the resolver neither fails nor leaks nor grows, and goes on.
 */
class PacketHandlerFuzzTests {

	private static final int ROUNDS = 1500;

	private static final InetSocketAddress OURS = new InetSocketAddress("10.77.0.2", 5353);

	private final MdnsHarness harness = new MdnsHarness();

	private final List<Throwable> failures = new ArrayList<>();

	private final EmbeddedChannel channel = new EmbeddedChannel(new PacketHandler((packet, sender) -> {
		try {
			this.harness.network.receive(packet, sender);
		}
		catch (RuntimeException | Error ex) {
			this.failures.add(ex);
			throw ex;
		}
	}));

	@BeforeEach
	void busy() {
		MdnsHarness.Outcome.of(this.harness.resolver.announce(MdnsHarness.CALLEE));
		this.harness.pass(2000);
		this.harness.find("otherapp", "10.0.0.1", 50002);
	}

	@AfterEach
	void stillWorks() {
		this.harness.network.take();
		receive(MdnsFixture.of("ptr-multicast").sent().bytes());
		assertThat(this.harness.network.take()).hasSize(1);
		assertThat(this.failures).isEmpty();
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.finishAndReleaseAll();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void whenBytesAreRandomThenTheyArePassedOver(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < ROUNDS; i++) {
			byte[] bytes = new byte[random.nextInt(600)];
			random.nextBytes(bytes);
			if (bytes.length > 12 && random.nextBoolean()) {
				limitCounts(bytes, random);
			}
			receive(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 4, 5, 6 })
	void whenRealPacketsAreMutilatedThenTheyDoNoHarm(long seed) {
		Random random = new Random(seed);
		List<byte[]> real = MdnsFixture.NAMES.stream()
			.flatMap((name) -> MdnsFixture.of(name).all().stream())
			.map(MdnsFixture.Datagram::bytes)
			.toList();
		for (int i = 0; i < ROUNDS; i++) {
			receive(mutilate(real.get(random.nextInt(real.size())), random));
		}
		List<Endpoint> known = this.harness.resolve("otherapp").value();
		if (known != null) {
			assertThat(known).hasSizeLessThanOrEqualTo(MdnsHarness.SETTINGS.maxAddresses());
		}
	}

	@Test
	void whenACompressedNameRunsInACircleThenThePacketIsPassedOver() {
		byte[] bytes = header(1, 0);
		ByteBuf packet = Unpooled.buffer().writeBytes(bytes).writeShort(0xC00C).writeShort(12).writeShort(1);
		assertThat(PacketReader.read(packet)).isNull();
	}

	@Test
	void whenAPacketPromisesMoreEntriesThanAnyRealOneThenItIsPassedOver() {
		ByteBuf packet = Unpooled.buffer().writeBytes(header(513, 0));
		for (int i = 0; i < 513; i++) {
			packet.writeByte(0).writeShort(12).writeShort(1);
		}
		assertThat(PacketReader.read(packet)).isNull();
	}

	@Test
	void whenARecordIsLongerThanThePacketThenThePacketIsPassedOver() {
		ByteBuf packet = Unpooled.buffer().writeBytes(header(0, 1));
		packet.writeByte(0).writeShort(99).writeShort(1).writeInt(0).writeShort(1);
		assertThat(PacketReader.read(packet)).isNull();
	}

	@Test
	void whenClassIsNotInternetThenTheEntryIsPassedOver() {
		ByteBuf packet = Unpooled.buffer().writeBytes(header(1, 0)).writeByte(0).writeShort(12).writeShort(3);
		assertThat(PacketReader.read(packet)).isNotNull().extracting(Packet::questions).isEqualTo(List.of());
	}

	private void receive(byte[] bytes) {
		DatagramPacket datagram = new DatagramPacket(this.channel.alloc().directBuffer().writeBytes(bytes), OURS,
				MdnsHarness.NEIGHBOUR);
		this.channel.writeInbound(datagram);
		assertThat(datagram.refCnt()).isZero();
	}

	private static byte[] header(int questions, int answers) {
		return new byte[] { 0, 0, 0, 0, (byte) (questions >> 8), (byte) questions, 0, (byte) answers, 0, 0, 0, 0 };
	}

	// Few entries, so that reading goes on behind the header.
	private static void limitCounts(byte[] bytes, Random random) {
		bytes[2] = (byte) (random.nextBoolean() ? 0x84 : 0);
		for (int i = 4; i < 12; i += 2) {
			bytes[i] = 0;
			bytes[i + 1] = (byte) random.nextInt(4);
		}
	}

	private static byte[] mutilate(byte[] real, Random random) {
		byte[] bytes = Arrays.copyOf(real, random.nextInt(4) == 0 ? random.nextInt(real.length + 20) : real.length);
		for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		}
		return bytes;
	}

}
