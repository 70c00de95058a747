package dev.daprinvoke.resolve.mdns;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

class PacketFixtureTests {

	static final List<String> NAMES = MdnsFixture.NAMES;

	@Test
	void everyRecordingIsUsed() throws Exception {
		URL start = MdnsFixture.class.getResource("/fixtures/mdns/start.json");
		assertThat(start).isNotNull();
		try (Stream<Path> files = Files.list(Path.of(start.toURI()).resolveSibling("."))) {
			assertThat(files.map((file) -> file.getFileName().toString()))
				.containsExactlyInAnyOrderElementsOf(NAMES.stream().map((name) -> name + ".json").toList());
		}
	}

	@ParameterizedTest
	@FieldSource("NAMES")
	void whenRecordedDatagramIsReadThenItSaysWhatTheRecordingSays(String name) {
		assertThat(MdnsFixture.of(name).all())
			.allSatisfy((datagram) -> assertThat(datagram.read()).isEqualTo(datagram.described()));
	}

	@ParameterizedTest
	@FieldSource("NAMES")
	void whenRecordedPacketIsWrittenThenItReadsTheSame(String name) {
		assertThat(MdnsFixture.of(name).all()).allSatisfy((datagram) -> {
			ByteBuf written = Unpooled.buffer();
			PacketWriter.write(datagram.described(), written);
			assertThat(PacketReader.read(written)).isEqualTo(datagram.described());
			assertThat(written.isReadable()).isFalse();
		});
	}

}
