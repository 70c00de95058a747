package dev.daprinvoke.transport.proxy;

import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** gRPC over HTTP/2: a message is a flag, its length in four bytes, and its bytes. */
class MessageSizesTests {

	@Test
	void whenMessagesFitThenNoneIsTooLargeHoweverTheyAreCut() {
		Random random = new Random(7);
		for (int round = 0; round < 200; round++) {
			ByteBuf stream = Unpooled.buffer();
			for (int i = 0; i < 20; i++) {
				message(stream, random.nextInt(101));
			}
			assertThat(follow(new MessageSizes(100), stream, random)).isEqualTo(-1);
		}
	}

	@Test
	void whenAMessageIsOneByteTooLargeThenItsSizeIsToldHoweverItIsCut() {
		Random random = new Random(8);
		for (int round = 0; round < 200; round++) {
			ByteBuf stream = Unpooled.buffer();
			int before = random.nextInt(5);
			for (int i = 0; i < before; i++) {
				message(stream, random.nextInt(101));
			}
			message(stream, 101);
			assertThat(follow(new MessageSizes(100), stream, random)).isEqualTo(101);
		}
	}

	@Test
	void whenALengthHasItsHighestBitThenItIsAnUnsignedNumber() {
		ByteBuf stream = Unpooled.buffer().writeByte(0).writeInt(-1);
		assertThat(new MessageSizes(Integer.MAX_VALUE).follow(stream)).isEqualTo(0xffff_ffffL);
	}

	private static void message(ByteBuf stream, int length) {
		stream.writeByte(0).writeInt(length).writeZero(length);
	}

	private static long follow(MessageSizes sizes, ByteBuf stream, Random random) {
		while (stream.isReadable()) {
			long found = sizes.follow(stream.readSlice(Math.min(stream.readableBytes(), 1 + random.nextInt(40))));
			if (found >= 0) {
				return found;
			}
		}
		return -1;
	}

}
