package dev.daprinvoke.transport.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** gRPC over HTTP/2, length-prefixed messages. */
class MessageReaderTests {

	private final List<String> read = new ArrayList<>();

	private final List<ByteBuf> allocated = new ArrayList<>();

	private int credit;

	private Runnable whileReading;

	private final MessageReader reader = new MessageReader(this::allocate, (bytes) -> this.credit += bytes, 100,
			new MessageReader.Sink() {

				@Override
				public void message(InputStream message) {
					try {
						if (MessageReaderTests.this.whileReading != null) {
							MessageReaderTests.this.whileReading.run();
						}
						MessageReaderTests.this.read.add(new String(message.readAllBytes(), StandardCharsets.US_ASCII));
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				}

				@Override
				public boolean hasRoom() {
					return true;
				}

				@Override
				public void broken(MessageReader.Problem problem, long value) {
					MessageReaderTests.this.read.add(problem + " " + value);
					MessageReaderTests.this.reader.close();
				}

			});

	private ByteBuf allocate(int bytes) {
		ByteBuf buffer = Unpooled.buffer(bytes);
		this.allocated.add(buffer);
		return buffer;
	}

	@AfterEach
	void givesAllBack() {
		this.reader.close();
		assertThat(this.allocated).allSatisfy((buffer) -> assertThat(buffer.refCnt()).isZero());
	}

	@Test
	void whenMessagesComeAheadThenTheyWaitAndKeepTheirCredit() {
		this.reader.request(1);
		assertThat(data(message("a") + message("bc") + message(""))).isEqualTo(6);
		assertThat(this.read).containsExactly("a");
		assertThat(this.reader.hasNoMessage()).isFalse();
		this.reader.request(1);
		assertThat(this.read).containsExactly("a", "bc");
		assertThat(this.credit).isEqualTo(7);
		this.reader.request(5);
		assertThat(this.read).containsExactly("a", "bc", "");
		assertThat(this.credit).isEqualTo(12);
		assertThat(this.reader.isEmpty()).isTrue();
	}

	@Test
	void whenAMessageComesByteByByteThenItIsGivenOutWholeAndEachByteIsCredited() {
		this.reader.request(2);
		for (char each : (message("hello") + message("world")).toCharArray()) {
			assertThat(data(String.valueOf(each))).isEqualTo(1);
		}
		assertThat(this.read).containsExactly("hello", "world");
	}

	@Test
	void whenTheNextIsAskedForWhileOneIsReadThenTheEndIsSeenAfterwards() {
		this.reader.request(1);
		data(message("a") + message("b"));
		this.whileReading = () -> {
			this.whileReading = null;
			this.reader.request(1);
			assertThat(this.reader.hasNoMessage()).isFalse();
		};
		this.reader.request(1);
		assertThat(this.read).containsExactly("a", "b");
		assertThat(this.reader.hasNoMessage()).isTrue();
		assertThat(this.reader.isEmpty()).isTrue();
	}

	@Test
	void whenNothingIsAskedForThenNothingIsCredited() {
		assertThat(data(message("a").substring(0, 3))).isZero();
		assertThat(data(message("a").substring(3))).isZero();
		assertThat(this.read).isEmpty();
		this.reader.request(1);
		assertThat(this.read).containsExactly("a");
		assertThat(this.credit).isEqualTo(6);
	}

	@Test
	void whenAMessageIsTooLargeOrCompressedThenThatIsSaidAndTheRestDropped() {
		this.reader.request(3);
		data(message("a") + "\u0000\u0000\u0000\u0000\u0065" + "x".repeat(50));
		assertThat(this.read).containsExactly("a", "TOO_LARGE 101");
		assertThat(data("more")).isEqualTo(4);
		assertThat(this.read).hasSize(2);
	}

	@Test
	void whenAMessageIsCompressedThenThatIsSaid() {
		this.reader.request(1);
		data("\u0001\u0000\u0000\u0000\u0001x");
		assertThat(this.read).containsExactly("COMPRESSED 1");
	}

	private int data(String bytes) {
		ByteBuf data = Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1);
		int back = this.reader.data(data, data.readableBytes());
		data.release();
		return back;
	}

	private static String message(String text) {
		return "\u0000\u0000\u0000\u0000" + (char) text.length() + text;
	}

}
