package dev.daprinvoke.sidecar.wire;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is no body has ten seconds over HTTP/2, too (contract invocation.md 1.1).
 */
class FrameDeadlineTests {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int CONTINUATION = 9;

	private static final int END_HEADERS = 4;

	private final EmbeddedChannel channel = new EmbeddedChannel();

	FrameDeadlineTests() {
		this.channel.freezeTime();
		this.channel.pipeline().addLast(new FrameDeadline());
	}

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whenThePrefaceIsNotFollowedBySettingsThenTheConnectionEnds() {
		send(Http2CodecUtil.connectionPrefaceBuf());
		pass(9_999);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenAllFramesAreWholeThenTheConnectionMayBeIdle() {
		begin();
		send(frame(HEADERS, END_HEADERS, 20, 20));
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void whenABodyIsSlowThenItMayBe() {
		begin();
		send(frame(HEADERS, END_HEADERS, 20, 20));
		send(frame(DATA, 0, 16_000, 10));
		pass(3_600_000);
		send(Unpooled.wrappedBuffer(new byte[15_990]));
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void whenAHeaderBlockGoesOnAndOnThenTheConnectionEnds() {
		begin();
		send(frame(HEADERS, 0, 20, 20));
		for (int second = 0; second < 9; second++) {
			pass(1000);
			send(frame(CONTINUATION, 0, 5, 5));
		}
		assertThat(this.channel.isOpen()).isTrue();
		pass(1000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenAHeaderBlockEndsInTimeThenAllIsWell() {
		begin();
		send(frame(HEADERS, 0, 20, 20));
		pass(9_000);
		send(frame(CONTINUATION, END_HEADERS, 5, 5));
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 8 })
	void whenAFramesHeaderIsNotWholeThenTheConnectionEnds(int bytes) {
		begin();
		send(frame(DATA, 0, 0, 0).slice(0, bytes));
		pass(10_000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenEveryByteComesAloneThenFramesAreFollowedAllTheSame() {
		ByteBuf all = Unpooled.wrappedBuffer(Http2CodecUtil.connectionPrefaceBuf(), frame(SETTINGS, 0, 12, 12),
				frame(HEADERS, END_HEADERS, 300, 300), frame(DATA, 1, 70_000, 70_000), frame(DATA, 1, 0, 0));
		while (all.isReadable()) {
			send(all.readRetainedSlice(1));
		}
		all.release();
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	private void begin() {
		send(Http2CodecUtil.connectionPrefaceBuf());
		send(frame(SETTINGS, 0, 0, 0));
	}

	private static ByteBuf frame(int type, int flags, int length, int sent) {
		return Unpooled.buffer().writeMedium(length).writeByte(type).writeByte(flags).writeInt(1).writeZero(sent);
	}

	private void send(ByteBuf bytes) {
		this.channel.writeInbound(bytes);
	}

	private void pass(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

}
