package dev.daprinvoke.transport.app;

import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apps that say more than one answer: what comes before it (RFC 9110 section 15.2) and
 * what comes behind it must not be taken for it.
 */
class InterimAnswersTests extends HttpAppHarness {

	private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
			"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
			"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: y\r\n\r\n" })
	void whenTheAppSaysMoreBeforeItsAnswerThenOnlyTheAnswerCounts(String interim) {
		FakeApp app = answering(interim + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 2; i++) {
			InvokeResponse response = answer(channel, Calls.get());
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.headers().contains("Link")).isFalse();
			assertThat(Buffers.text(response.body())).isEqualTo("ok");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "GET", "POST", "HEAD" })
	void whenTheAnswerComesByteByByteThenItIsTheAnswer(Verb verb) {
		FakeApp app = app((exchange) -> {
			exchange.body();
			for (char each : (HINTS + HINTS + OK.substring(0, OK.length() - ((verb == Verb.HEAD) ? 2 : 0)))
				.toCharArray()) {
				exchange.send(String.valueOf(each));
			}
		});
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 2; i++) {
			InvokeResponse response = answer(channel, Calls.request(verb, "items", InvokeBody.EMPTY));
			assertThat(response.status()).isEqualTo(200);
			assertThat(Buffers.text(response.body())).isEqualTo((verb == Verb.HEAD) ? "" : "ok");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { HINTS, HINTS + HINTS, HINTS + "HTTP/1.1 2", "HTTP/1.1 1", HINTS + "H|TTP/1.1 10",
			"HTTP/1.1 103 E|\r\n\r|\n" })
	void whenAReadBringsNothingForTheCallerThenMoreIsAskedFor(String reads) {
		int[] asked = new int[1];
		EmbeddedChannel channel = connection(asked);
		for (String read : reads.split("\\|")) {
			int before = asked[0];
			channel.writeInbound(Unpooled.copiedBuffer(read, StandardCharsets.ISO_8859_1));
			assertThat(asked[0]).isGreaterThan(before);
		}
		channel.finishAndReleaseAll();
	}

	@Test
	void whenAReadBringsTheAnswerThenItsReaderAsksForMore() {
		int[] asked = new int[1];
		EmbeddedChannel channel = connection(asked);
		channel.writeInbound(Unpooled.copiedBuffer(HINTS + "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
				StandardCharsets.ISO_8859_1));
		assertThat(asked[0]).isZero();
		channel.finishAndReleaseAll();
	}

	private static EmbeddedChannel connection(int[] asked) {
		EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {

			@Override
			public void read(ChannelHandlerContext context) throws Exception {
				asked[0]++;
				super.read(context);
			}

		}, new AnswerCodec(new HttpDecoderConfig(), (spoiled) -> {
		}));
		channel.config().setAutoRead(false);
		channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
		asked[0] = 0;
		return channel;
	}

	@Test
	void whenFiveInterimAnswersComeThenTheAnswerBehindThemCounts() {
		HttpAppChannel channel = channel(answering(HINTS.repeat(5) + OK));
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("ok");
		}
	}

	@Test
	void whenInterimAnswersNeverEndThenTheCallFails() {
		CountDownLatch stopped = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			try {
				while (exchange.line().contains("/items")) {
					exchange.send(HINTS);
				}
			}
			catch (SocketException ex) {
				stopped.countDown();
				throw ex;
			}
			exchange.send(OK);
		});
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get())).hasMessage(
				"Get \"http://127.0.0.1:" + app.port() + "/items\": net/http: HTTP/1.x transport connection broken: "
						+ "net/http: too many 1xx informational responses");
		Await.until("the connection is closed", () -> stopped.getCount() == 0);
		InvokeResponse next = answer(channel, Calls.request(Verb.GET, "next", InvokeBody.EMPTY));
		assertThat(Buffers.text(next.body())).isEqualTo("ok");
	}

	@Test
	void whenNoHttpComesBehindAnInterimAnswerThenTheCallFails() {
		HttpAppChannel channel = channel(answering(HINTS + "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nok"));
		assertThat(failure(channel, Calls.get())).hasMessageContaining("malformed HTTP response: ");
	}

	@Test
	void whenABodyComesWhereHttpForbidsOneThenTheNextCallDoesNotMeetIt() {
		FakeApp app = answering("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok");
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 3; i++) {
			InvokeResponse response = answer(channel, Calls.get());
			assertThat(response.status()).isEqualTo(204);
			response.body().discard();
		}
		assertThat(app.connections()).isEqualTo(3);
	}

}
