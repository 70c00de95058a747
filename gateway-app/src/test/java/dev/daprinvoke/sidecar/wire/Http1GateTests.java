package dev.daprinvoke.sidecar.wire;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One request at a time reaches who serves them.
 */
class Http1GateTests {

	private final HeadDeadline deadline = new HeadDeadline();

	private final ChunkLines chunks = new ChunkLines();

	private boolean stopping;

	private final EmbeddedChannel channel = new EmbeddedChannel(this.deadline, this.chunks, new HttpServerCodec(),
			new Http1Gate(this.deadline, this.chunks, null, () -> this.stopping));

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whenRequestsAreSentAheadThenTheNextComesWhenTheAnswerIsOut() {
		send(request("/1") + request("/2") + request("/3"));
		assertThat(served()).isEqualTo("/1");
		assertThat(served()).isEmpty();
		this.channel.writeOutbound(answer());
		this.channel.runPendingTasks();
		assertThat(served()).isEmpty();
		finish();
		assertThat(served()).isEqualTo("/2");
		assertThat(served()).isEmpty();
		this.channel.writeOutbound(answer());
		finish();
		assertThat(served()).isEqualTo("/3");
	}

	@Test
	void whenMuchIsSentAheadThenReadingPausesUntilItIsServed() {
		send(request("/0"));
		assertThat(served()).isEqualTo("/0");
		send(request("/x").repeat(Http1Gate.MOST_AHEAD));
		assertThat(this.channel.config().isAutoRead()).isFalse();
		for (int i = 0; i < Http1Gate.MOST_AHEAD; i++) {
			this.channel.writeOutbound(answer());
			finish();
			assertThat(served()).isEqualTo("/x");
		}
		assertThat(this.channel.config().isAutoRead()).isTrue();
	}

	@Test
	void whenTheConnectionEndsThenWhatWasSentAheadIsReleased() {
		send(request("/1"));
		ByteBuf ahead = Unpooled.copiedBuffer("POST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nbegun",
				StandardCharsets.US_ASCII);
		this.channel.writeInbound(ahead);
		assertThat(served()).isEqualTo("/1");
		this.channel.close();
		this.channel.runPendingTasks();
		assertThat(ahead.refCnt()).isZero();
	}

	@Test
	void whenAnAnswerIsOutAndTheBodyIsNotThenALittleOfItIsStillTaken() {
		send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
		this.channel.writeOutbound(answer());
		finish();
		String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
		for (int taken = 0; taken + 0x8000 <= Http1Gate.MOST_SURPLUS; taken += 0x8000) {
			send(chunk);
			assertThat(this.channel.isOpen()).isTrue();
		}
		send(chunk);
		assertThat(this.channel.isOpen()).isFalse();
	}

	/** Contract section 5.3. */
	@Test
	void whenTheServerStopsThenTheAnswerOfARequestTakenBeforeIsTheLast() {
		send(request("/1") + request("/2"));
		assertThat(served()).isEqualTo("/1");
		this.stopping = true;
		this.channel.writeOutbound(answer());
		finish();
		assertThat(sent()).contains("connection: close");
		assertThat(served()).isEmpty();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenARequestHasBegunToBeAnsweredThenItsConnectionEndsBehindTheAnswer() {
		send(request("/1"));
		assertThat(served()).isEqualTo("/1");
		this.channel.writeOutbound(head());
		ApiConnections.end(this.channel);
		send(request("/2"));
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
		finish();
		assertThat(served()).isEmpty();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenARequestWaitsForItsAnswerThenTheEndOfItsConnectionWaitsToo() {
		this.stopping = true;
		send("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na");
		assertThat(served()).isEqualTo("/1");
		ApiConnections.end(this.channel);
		this.channel.writeOutbound(head());
		send("b" + request("/2"));
		HttpContent rest = this.channel.readInbound();
		assertThat(rest.content().toString(StandardCharsets.US_ASCII)).isEqualTo("b");
		rest.release();
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
		finish();
		assertThat(sent()).contains("connection: close");
		assertThat(served()).isEmpty();
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void whenNoRequestIsThereThenTheEndOfAConnectionIsAtOnce() {
		send(request("/1"));
		this.channel.writeOutbound(answer());
		finish();
		assertThat(served()).isEqualTo("/1");
		ApiConnections.end(this.channel);
		this.channel.runPendingTasks();
		assertThat(this.channel.isOpen()).isFalse();
	}

	private static String request(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
	}

	private static Object answer() {
		return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
	}

	private static Object head() {
		DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
		head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		return head;
	}

	private String sent() {
		StringBuilder text = new StringBuilder();
		for (ByteBuf each = this.channel.readOutbound(); each != null; each = this.channel.readOutbound()) {
			text.append(each.toString(StandardCharsets.US_ASCII));
			each.release();
		}
		return text.toString();
	}

	private void send(String text) {
		this.channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
	}

	// What Reactor Netty says when it is done with a request.
	private void finish() {
		this.channel.pipeline().fireUserEventTriggered("done");
		this.channel.runPendingTasks();
	}

	/** The path of the request that is being served now, once. */
	private String served() {
		String path = "";
		for (Object each = this.channel.readInbound(); each != null; each = this.channel.readInbound()) {
			if (each instanceof HttpRequest request) {
				path += request.uri();
			}
			else {
				assertThat(each).isInstanceOf(HttpContent.class);
				if (!(each instanceof LastHttpContent)) {
					ReferenceCountUtil.release(each);
				}
			}
		}
		return path;
	}

}
