package dev.daprinvoke.sidecar.wire;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request's head has ten seconds (contract invocation.md 1.1).
 */
class HeadDeadlineTests {

	private static final String REQUEST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";

	private final HeadDeadline deadline = new HeadDeadline();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	HeadDeadlineTests() {
		this.channel.freezeTime();
		ChunkLines chunks = new ChunkLines();
		this.channel.pipeline()
			.addLast(this.deadline, chunks, new HttpServerCodec(),
					new Http1Gate(this.deadline, chunks, null, () -> false));
		this.channel.pipeline().fireChannelActive();
	}

	@AfterEach
	void release() {
		for (Object each = this.channel.readInbound(); each != null; each = this.channel.readInbound()) {
			ReferenceCountUtil.release(each);
		}
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whenNothingComesThenTheConnectionEndsAfterTenSeconds() {
		pass(9_999);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenTheHeadComesByteByByteThenTheFirstByteCounts() {
		send("GET / HT");
		pass(6_000);
		send("TP/1.1\r\nHo");
		pass(3_999);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat((Object) this.channel.readOutbound()).isNull();
	}

	@Test
	void whenTheHeadIsCompleteThenTheBodyMayTakeItsTime() {
		send(REQUEST);
		pass(60_000);
		send("hel");
		pass(60_000);
		send("lo");
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void whenARequestWasAnsweredThenTheConnectionMayBeIdle() {
		send(REQUEST + "hello");
		answer();
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void whenTheNextHeadBeginsThenItHasTenSecondsToo() {
		send(REQUEST + "hello");
		answer();
		pass(60_000);
		send("GET / HTTP/1.1\r\n");
		pass(9_999);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenTheNextHeadBeginsWhileARequestIsServedThenTheAnswerIsNotLost() {
		send(REQUEST + "hello");
		send("GET / HTTP/1.1\r\n");
		pass(60_000);
		assertThat(this.channel.isOpen()).isTrue();
		answer();
		pass(20_000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenTheNextHeadBeginsInTheSamePacketThenItHasTenSecondsToo() {
		send(REQUEST + "helloGET / HTTP/1.1\r\nHo");
		answer();
		pass(9_999);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r" })
	void whereverTheNextHeadStopsInTheSamePacketThenItIsNotServed(String begun) {
		send(REQUEST + "hel");
		send("lo" + begun);
		answer();
		this.channel.inboundMessages().forEach(ReferenceCountUtil::release);
		this.channel.inboundMessages().clear();
		pass(10_000);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat((Object) this.channel.readInbound()).isNull();
	}

	@Test
	void whenTheNextHeadIsFinishedInTimeThenItIsServed() {
		send(REQUEST + "helloGET / HTTP/1.1\r\nHo");
		answer();
		pass(9_000);
		send("st: h\r\n\r\n");
		answer();
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void whenTheNextHeadOfTheSamePacketDripsThenItsTimeEndsNevertheless() {
		send(REQUEST + "helloGET / HTTP/1.1\r\nHo");
		answer();
		pass(9_000);
		send("st: ");
		pass(9_000);
		send("h");
		pass(1_000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenALineEndFollowsABodyThenTheConnectionMayBeIdle() {
		send(REQUEST + "hello\r\n");
		answer();
		pass(3_600_000);
		assertThat(this.channel.isOpen()).isTrue();
		send("GET / HTTP/1.1\r\n");
		pass(10_000);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenTheBodyOfTheNextRequestIsOnItsWayThenItMayTakeItsTime() {
		send(REQUEST + "hello" + REQUEST + "hel");
		answer();
		pass(60_000);
		send("lo");
		answer();
		pass(60_000);
		assertThat(this.channel.isOpen()).isTrue();
	}

	private void send(String text) {
		this.channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

	private void answer() {
		HttpObject answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
		this.channel.writeOutbound(answer);
		// What Reactor Netty says when it is done.
		this.channel.pipeline().fireUserEventTriggered("done");
	}

	private void pass(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

}
