package dev.daprinvoke.transport.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.KnownLength;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeRequestStream;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Frames;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 2.2, against the generated messages.
 */
class FrameMarshallerTests {

	private static final InternalInvokeRequest HEAD = Frames.request(Verb.POST, "items")
		.putMetadata("X-One", Frames.values("1", "2"))
		.build();

	private final FrameMarshaller<InternalInvokeRequest> marshaller = new FrameMarshaller<>(
			new GeneratedHeads<>(InternalInvokeRequest.parser()), ByteBufAllocator.DEFAULT);

	@Test
	void whenFramesAreWrittenThenTheBytesAreThoseOfTheGeneratedMessage() throws IOException {
		for (boolean head : new boolean[] { true, false }) {
			for (int length : new int[] { -1, 0, 1, 127, 128, 16_383, 16_384, 65_536, 200_000 }) {
				for (long seq : new long[] { 0, 1, 127, 128, Integer.MAX_VALUE, Long.MAX_VALUE, -1 }) {
					for (boolean direct : new boolean[] { true, false }) {
						assertWrittenAsGenerated(head, length, (length < 0) ? 0 : seq, direct);
					}
				}
			}
		}
	}

	private void assertWrittenAsGenerated(boolean withHead, int length, long seq, boolean direct) throws IOException {
		byte[] bytes = new byte[Math.max(length, 0)];
		new Random(length).nextBytes(bytes);
		ByteBuf data = (length < 0) ? null : direct ? Buffers.of(bytes) : Unpooled.wrappedBuffer(bytes);
		InternalInvokeRequestStream.Builder expected = InternalInvokeRequestStream.newBuilder();
		if (withHead) {
			expected.setRequest(HEAD);
		}
		if (data != null) {
			expected.getPayloadBuilder().setData(ByteString.copyFrom(bytes)).setSeq(seq);
		}
		EncodedFrame stream = (EncodedFrame) this.marshaller
			.stream(HopFrame.received(withHead ? HEAD : null, data, seq));
		assertThat(stream.available()).isEqualTo(expected.build().getSerializedSize());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(stream.drainTo(out)).isEqualTo(out.size());
		assertThat(stream.available()).isZero();
		stream.close();
		stream.close();
		assertThat(InternalInvokeRequestStream.parseFrom(out.toByteArray())).isEqualTo(expected.build());
		if (data != null && length > 0) {
			assertThat(data.refCnt()).isZero();
		}
	}

	@Test
	void whenAFrameDoesNotOwnItsDataThenClosingLeavesIt() throws IOException {
		ByteBuf data = Buffers.of("kept");
		try (InputStream stream = this.marshaller.stream(HopFrame.first(HEAD, data))) {
			assertThat(stream.available()).isPositive();
		}
		HopFrame.first(HEAD, data).discard();
		assertThat(Buffers.text(data)).isEqualTo("kept");
	}

	@Test
	void whenTheGeneratedMessageIsReadThenTheFrameSaysTheSame() {
		HopFrame<InternalInvokeRequest> frame = parse(Frames.first(HEAD.toBuilder(), "hello"));
		assertThat(frame.head()).isEqualTo(HEAD);
		assertThat(frame.seq()).isZero();
		assertThat(Buffers.text(data(frame))).isEqualTo("hello");
		HopFrame<InternalInvokeRequest> later = parse(Frames.later("x", -1));
		assertThat(later.head()).isNull();
		assertThat(Long.toUnsignedString(later.seq())).isEqualTo("18446744073709551615");
		assertThat(Buffers.text(data(later))).isEqualTo("x");
	}

	@Test
	void whenAPayloadIsEmptyThenItIsThereAllTheSame() {
		assertThat(data(parse(Frames.later("", 3))).isReadable()).isFalse();
		assertThat(parse(Frames.later("", 3)).seq()).isEqualTo(3);
		assertThat(parse(Frames.first(HEAD.toBuilder())).data()).isNull();
		assertThat(parse(new byte[0])).isEqualTo(HopFrame.received(null, null, 0));
	}

	@Test
	void whenAFieldComesTwiceThenTheLastCountsAndTheFirstIsReleased() {
		byte[] twice = concat(Frames.later("first", 1), Frames.later("second", 2));
		HopFrame<InternalInvokeRequest> frame = parse(twice);
		assertThat(frame.seq()).isEqualTo(2);
		assertThat(Buffers.text(data(frame))).isEqualTo("second");
	}

	@Test
	void whenThereAreUnknownFieldsThenTheyAreSkipped() {
		byte[] unknown = { (byte) (15 << 3), 1, (byte) ((14 << 3) | 2), 2, 'x', 'y', (byte) ((13 << 3) | 5), 1, 2, 3, 4,
				(byte) ((12 << 3) | 1), 1, 2, 3, 4, 5, 6, 7, 8, (byte) ((11 << 3) | 3), (byte) ((11 << 3) | 4) };
		HopFrame<InternalInvokeRequest> frame = parse(concat(unknown, Frames.later("a", 0)));
		assertThat(Buffers.text(data(frame))).isEqualTo("a");
	}

	@Test
	void whenTheBytesAreNoMessageThenTheFrameSaysSo() {
		for (byte[] garbage : List.of(new byte[] { 0 }, new byte[] { 0x0a, 5, 1 }, new byte[] { 0x12, 3, 0x0a, 9, 'x' },
				new byte[] { 0x12, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f }, new byte[] { 0x0c },
				new byte[] { (byte) 0xff, (byte) 0xff }, new byte[] { 0x12, 2, 0x0a, (byte) 0x80 })) {
			assertThat(parse(garbage)).isEqualTo(HopFrame.unreadable());
		}
	}

	@Test
	void whenBytesAreRandomThenTheyAreAFrameOrNoneAsForGeneratedMessages() {
		Random random = new Random(20260821);
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = new byte[random.nextInt(60)];
			random.nextBytes(bytes);
			assertReadAsGenerated(bytes);
		}
	}

	@Test
	void whenAFrameIsMutatedThenItIsAFrameOrNoneAsForGeneratedMessages() {
		Random random = new Random(20260822);
		byte[] good = concat(Frames.first(HEAD.toBuilder(), "hello"), Frames.later("again", 1));
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = good.clone();
			for (int i = random.nextInt(4); i >= 0; i--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
			}
			int length = (random.nextInt(4) == 0) ? random.nextInt(bytes.length) : bytes.length;
			assertReadAsGenerated(java.util.Arrays.copyOf(bytes, length));
		}
	}

	@Test
	void whenGroupsAreUnknownThenTheyAreSkippedAsDeepAsGeneratedMessagesDo() {
		for (int depth : new int[] { 1, 2, 99, 100, 101, 5_000 }) {
			byte[] groups = new byte[2 * depth];
			java.util.Arrays.fill(groups, 0, depth, (byte) (7 << 3 | 3));
			java.util.Arrays.fill(groups, depth, 2 * depth, (byte) (7 << 3 | 4));
			assertReadAsGenerated(groups);
			assertReadAsGenerated(java.util.Arrays.copyOf(groups, 2 * depth - 1));
		}
	}

	private void assertReadAsGenerated(byte[] bytes) {
		HopFrame<InternalInvokeRequest> frame = parse(bytes);
		try {
			InternalInvokeRequestStream generated = InternalInvokeRequestStream.parseFrom(bytes);
			assertThat(frame.garbled()).as(() -> HexFormat.of().formatHex(bytes)).isFalse();
			assertThat(frame.seq()).isEqualTo(generated.getPayload().getSeq());
			assertThat(frame.data() != null).isEqualTo(generated.hasPayload());
			ByteBuf data = frame.data();
			assertThat((data != null) ? ByteBufUtil.getBytes(data) : new byte[0])
				.isEqualTo(generated.getPayload().getData().toByteArray());
		}
		catch (InvalidProtocolBufferException ex) {
			assertThat(frame.garbled()).as(() -> HexFormat.of().formatHex(bytes)).isTrue();
		}
		frame.discard();
	}

	@Test
	void whenTheTransportFailsOrEndsEarlyThenNothingIsLost() {
		assertThat(this.marshaller.parse(new EarlyEnd())).isEqualTo(HopFrame.unreadable());
		assertThat(this.marshaller.parse(new BrokenMessage())).isEqualTo(HopFrame.unreadable());
	}

	private static final class EarlyEnd extends ByteArrayInputStream implements KnownLength {

		EarlyEnd() {
			super(new byte[8]);
		}

		@Override
		public synchronized int available() {
			return 20;
		}

	}

	private static final class BrokenMessage extends InputStream implements KnownLength {

		@Override
		public int available() {
			return 20;
		}

		@Override
		public int read() throws IOException {
			throw new IOException("broken");
		}

	}

	private HopFrame<InternalInvokeRequest> parse(byte[] bytes) {
		return this.marshaller.parse(new ByteArrayInputStream(bytes));
	}

	private static ByteBuf data(HopFrame<InternalInvokeRequest> frame) {
		ByteBuf data = frame.data();
		assertThat(data).isNotNull();
		return data;
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
