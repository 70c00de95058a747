package dev.daprinvoke.transport.frame;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.protocol.common.HTTPExtension.Verb;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Frames;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract sections 2.4 and 2.5.
 */
class FrameSenderTests implements FrameSink<InternalInvokeRequest> {

	private static final int MAX_PAYLOAD = 64 * 1024;

	private final ManualBody body = new ManualBody();

	private final FrameSender<InternalInvokeRequest> sender = new FrameSender<>(this, MAX_PAYLOAD,
			Frames.request(Verb.POST, "items").build());

	private final List<String> sent = new ArrayList<>();

	private boolean ready = true;

	@Override
	public boolean isReady() {
		return this.ready;
	}

	@Override
	public void send(HopFrame<InternalInvokeRequest> frame) {
		ByteBuf data = frame.data();
		String text = (data == null) ? "-" : data.readableBytes() > 20 ? data.readableBytes() + " bytes"
				: data.toString(java.nio.charset.StandardCharsets.UTF_8);
		this.sent.add(((frame.head() != null) ? "head " : "") + frame.seq() + " " + text);
		frame.discard();
	}

	@Override
	public void complete() {
		this.sent.add("complete");
	}

	@Override
	public void fail(Throwable error) {
		this.sent.add("fail " + error.getMessage());
	}

	// Contract section 2.5, SSE mode.
	@Test
	void whenEventsAreSentThenEveryFrameHasAHead() {
		FrameSender<InternalInvokeRequest> events = new FrameSender<>(this, MAX_PAYLOAD,
				Frames.request(Verb.POST, "items").build(), InternalInvokeRequest.getDefaultInstance());
		this.body.subscribe(events);
		events.sendHeadAlone();
		this.body.next("a").next("b").complete();
		assertThat(this.sent).containsExactly("head 0 -", "head 0 a", "head 1 b", "complete");
	}

	@Test
	void whenBytesComeThenTheHeadTravelsWithTheFirst() {
		this.body.subscribe(this.sender);
		this.body.next("a").next("b").complete();
		assertThat(this.sent).containsExactly("head 0 a", "1 b", "complete");
	}

	@Test
	void whenTheBodyIsEmptyThenTheHeadTravelsAlone() {
		this.body.subscribe(this.sender);
		this.body.complete();
		assertThat(this.sent).containsExactly("head 0 -", "complete");
	}

	@Test
	void whenBytesTakeLongThenTheHeadTravelsAloneAndTheSequenceBeginsAtZero() {
		this.body.subscribe(this.sender);
		this.sender.sendHeadAlone();
		this.sender.sendHeadAlone();
		this.body.next("a").next("b");
		this.sender.sendHeadAlone();
		assertThat(this.sent).containsExactly("head 0 -", "0 a", "1 b");
	}

	@Test
	void whenABufferIsLargeThenItIsSplit() {
		this.body.subscribe(this.sender);
		ByteBuf large = Buffers.ofLength(150_000);
		this.body.next(large);
		this.body.complete();
		assertThat(this.sent).containsExactly("head 0 65536 bytes", "1 65536 bytes", "2 18928 bytes", "complete");
		assertThat(large.refCnt()).isZero();
	}

	@Test
	void whenABufferIsExactlyAFrameThenItIsNotSplit() {
		this.body.subscribe(this.sender);
		this.body.next(Buffers.ofLength(MAX_PAYLOAD));
		assertThat(this.sent).containsExactly("head 0 65536 bytes");
	}

	@Test
	void whenABufferIsEmptyThenItIsReleasedAndAnotherIsAskedFor() {
		this.body.subscribe(this.sender);
		ByteBuf empty = Buffers.of("");
		this.body.next(empty);
		assertThat(empty.refCnt()).isZero();
		assertThat(this.sent).isEmpty();
		assertThat(this.body.requested()).isEqualTo(2);
	}

	@Test
	void whenTheTransportIsFullThenNothingIsAskedForUntilItIsReady() {
		this.ready = false;
		this.body.subscribe(this.sender);
		assertThat(this.body.requested()).isZero();
		this.ready = true;
		this.sender.onReady();
		this.sender.onReady();
		assertThat(this.body.requested()).isOne();
		this.ready = false;
		this.body.next("a");
		this.sender.onReady();
		assertThat(this.body.requested()).isOne();
		this.ready = true;
		this.sender.onReady();
		assertThat(this.body.requested()).isEqualTo(2);
	}

	@Test
	void whenReadyIsToldBeforeThereIsABodyThenNothingHappens() {
		this.sender.onReady();
		this.body.subscribe(this.sender);
		assertThat(this.body.requested()).isOne();
	}

	@Test
	void whenTheBodyBreaksOffThenTheStreamDoesToo() {
		this.body.subscribe(this.sender);
		this.body.next("a").fail(new IllegalStateException("broken"));
		assertThat(this.sent).containsExactly("head 0 a", "fail broken");
	}

	@Test
	void whenCancelledThenTheBodyIsCancelledAndLateBytesAreReleased() {
		this.body.subscribe(this.sender);
		this.sender.cancel();
		assertThat(this.body.isCancelled()).isTrue();
		ByteBuf late = Buffers.of("a");
		this.body.next(late);
		assertThat(late.refCnt()).isZero();
		assertThat(this.sent).isEmpty();
	}

}
