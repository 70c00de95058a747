package dev.daprinvoke.transport.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;

class MessageBytesTests {

	private static final byte[] MESSAGE = "a message in several parts".getBytes();

	@Test
	void whenTheTransportShowsItsMemoryThenItIsCopiedPartByPart() throws IOException {
		for (int part = 1; part <= MESSAGE.length; part++) {
			Memory stream = new Memory(part, MESSAGE.length);
			assertThat(Buffers.bytes(MessageBytes.copy(stream, ByteBufAllocator.DEFAULT))).isEqualTo(MESSAGE);
			assertThat(stream.reads).isZero();
		}
	}

	@Test
	void whenTheTransportStopsShowingItsMemoryThenTheRestIsRead() throws IOException {
		Memory stream = new Memory(4, 8);
		assertThat(Buffers.bytes(MessageBytes.copy(stream, ByteBufAllocator.DEFAULT))).isEqualTo(MESSAGE);
		assertThat(stream.reads).isPositive();
	}

	@Test
	void whenTheLengthIsNotKnownThenAllIsReadToTheEnd() throws IOException {
		byte[] large = new byte[100_000];
		new java.util.Random(3).nextBytes(large);
		assertThat(Buffers.bytes(MessageBytes.copy(new ByteArrayInputStream(large) {

			@Override
			public synchronized int available() {
				return 1;
			}

		}, ByteBufAllocator.DEFAULT))).isEqualTo(large);
	}

	@Test
	void whenTheMessageIsEmptyThenTheBufferIsToo() throws IOException {
		assertThat(Buffers.bytes(MessageBytes.copy(new ByteArrayInputStream(new byte[0]), ByteBufAllocator.DEFAULT)))
			.isEmpty();
	}

	private static final class Memory extends ByteArrayInputStream implements HasByteBuffer, KnownLength {

		private final int part;

		private final int shown;

		private int reads;

		Memory(int part, int shown) {
			super(MESSAGE);
			this.part = part;
			this.shown = shown;
		}

		@Override
		public boolean byteBufferSupported() {
			return true;
		}

		@Override
		public synchronized @Nullable ByteBuffer getByteBuffer() {
			if (this.pos >= this.shown) {
				return null;
			}
			return ByteBuffer.wrap(this.buf, this.pos, Math.min(this.part, this.count - this.pos)).asReadOnlyBuffer();
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			this.reads++;
			return super.read(target, offset, length);
		}

	}

}
