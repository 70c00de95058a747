package dev.daprinvoke.transport.external;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.UrlTarget;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.FakeApp;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.app.HttpDialect;
import dev.daprinvoke.transport.app.HttpLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Contract section 1.8, URL targets; fixture client-view/external-url.
 */
class HttpExternalChannelTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	private HttpExternalChannel channel(HttpDialect dialect) {
		HttpExternalChannel channel = new HttpExternalChannel(dialect, HttpLimits.DEFAULTS, TestLoops.APP);
		this.open.add(0, () -> channel.close().block(LIMIT));
		return channel;
	}

	private FakeApp server(FakeApp.Behaviour behaviour) {
		FakeApp server = FakeApp.start(behaviour);
		this.open.add(server);
		return server;
	}

	private FakeApp answering(String answer) {
		return server((exchange) -> {
			exchange.body();
			exchange.send(answer);
		});
	}

	private FakeApp secureServer() {
		FakeApp server = FakeApp.startTls("TLSv1.3", (exchange) -> exchange.send(OK));
		this.open.add(server);
		return server;
	}

	private static InvokeRequest request(String url, InvokeBody body) {
		return new InvokeRequest(new UrlTarget(url), MethodPath.of("small"), Verb.POST, "q=1", null, "",
				new InvokeHeaders().add("X-One", "1"), body);
	}

	private static InvokeResponse answer(HttpExternalChannel channel, String url) {
		InvokeRequest request = request(url, Buffers.whole("body"));
		return channel.invoke((UrlTarget) request.target(), request).blockOptional(LIMIT).orElseThrow();
	}

	private static Throwable failure(HttpExternalChannel channel, InvokeRequest request) {
		return catchThrowable(() -> channel.invoke((UrlTarget) request.target(), request).block(LIMIT));
	}

	@Test
	void whenAServerIsCalledThenItSeesTheRequestAndItsOwnName() {
		FakeApp server = answering(OK);
		HttpExternalChannel channel = channel(HttpDialect.HTTP);
		assertThat(Buffers.text(answer(channel, "http://localhost:" + server.port() + "/base").body())).isEqualTo("ok");
		AppExchange seen = server.take();
		assertThat(seen.line()).isEqualTo("POST /base/small?q=1 HTTP/1.1");
		assertThat(seen.header("host")).containsExactly("localhost:" + server.port());
		assertThat(seen.header("X-One")).containsExactly("1");
		assertThat(seen.bodyRead()).isEqualTo("body");
		assertThat(seen.head()).doesNotContainIgnoringCase("dapr-").doesNotContainIgnoringCase("forwarded");
	}

	@Test
	void whenServersAreCalledAgainThenEachIsCalledOnItsOwnConnection() {
		FakeApp one = answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
		FakeApp two = answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
		HttpExternalChannel channel = channel(HttpDialect.HTTP);
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(answer(channel, "http://127.0.0.1:" + one.port()).body())).isEqualTo("one");
			assertThat(Buffers.text(answer(channel, "http://127.0.0.1:" + two.port()).body())).isEqualTo("two");
		}
		assertThat(one.connections()).isLessThanOrEqualTo(2);
		assertThat(two.connections()).isLessThanOrEqualTo(2);
	}

	@Test
	void whenTheServerRedirectsThenThatIsTheAnswer() {
		FakeApp server = answering("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
		InvokeResponse response = answer(channel(HttpDialect.HTTP), "http://127.0.0.1:" + server.port());
		assertThat(response.status()).isEqualTo(302);
		assertThat(response.headers().first("Location")).isEqualTo("http://127.0.0.1:1/");
	}

	/** RFC 9112 section 9.2. */
	@Test
	void whenAServerSendsMoreThanItsAnswerThenThatIsNotTheNextAnswer() {
		FakeApp server = answering(OK + "HTTP/1.1 200 OK\r\nX-Swallow: ");
		HttpExternalChannel channel = channel(HttpDialect.HTTP);
		for (int i = 0; i < 3; i++) {
			InvokeResponse response = answer(channel, "http://127.0.0.1:" + server.port());
			assertThat(response.headers().contains("X-Swallow")).isFalse();
			assertThat(Buffers.text(response.body())).isEqualTo("ok");
		}
		assertThat(server.connections()).isEqualTo(3);
	}

	@Test
	void whenTheUrlHoldsAUserThenTheServerSeesItUnlessTheClientSaysWhoItIs() {
		FakeApp server = answering(OK);
		HttpExternalChannel channel = channel(HttpDialect.HTTP);
		String url = "http://user:pass@127.0.0.1:" + server.port();
		answer(channel, url).body().discard();
		assertThat(server.take().header("Authorization")).containsExactly("Basic dXNlcjpwYXNz");
		InvokeRequest request = request(url, InvokeBody.EMPTY);
		request.headers().add("Authorization", "Bearer x");
		channel.invoke((UrlTarget) request.target(), request).blockOptional(LIMIT).orElseThrow().body().discard();
		assertThat(server.take().header("Authorization")).containsExactly("Bearer x");
	}

	@Test
	void whenTheServersCertificateIsNotTrustedThenItIsCalledOnlyBesideAnAppThatSpeaksTls() {
		FakeApp server = secureServer();
		String url = "https://127.0.0.1:" + server.port();
		assertThat(Buffers.text(answer(channel(HttpDialect.HTTPS), url).body())).isEqualTo("ok");
		assertThat(failure(channel(HttpDialect.HTTP), request(url, InvokeBody.EMPTY)))
			.isInstanceOf(AppCallException.class)
			.hasMessageStartingWith("Post \"" + url + "/small?q=1\": tls: failed to verify certificate: x509: ");
	}

	@Test
	void whenTheOwnAppSpeaksTlsThenPlainUrlsAreCalledAllTheSame() {
		FakeApp server = answering(OK);
		String url = "http://127.0.0.1:" + server.port();
		assertThat(Buffers.text(answer(channel(HttpDialect.HTTPS), url).body())).isEqualTo("ok");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://127.0.0.1:1", "http://a b" })
	void whenAUrlCannotBeCalledThenTheBodyIsGivenBack(String url) {
		HttpExternalChannel channel = channel(HttpDialect.H2C);
		ByteBuf content = Buffers.of("body");
		assertThat(failure(channel, request(url, new InvokeBody.Whole(content)))).isInstanceOf(AppCallException.class);
		assertThat(content.refCnt()).isZero();
		ManualBody body = new ManualBody();
		assertThat(failure(channel, request(url, body.streaming()))).isInstanceOf(AppCallException.class);
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheServerIsDownThenTheTextNamesItsAddress() throws IOException {
		FakeApp server = server((exchange) -> {
		});
		server.close();
		String address = "127.0.0.1:" + server.port();
		for (String host : List.of(address, "localhost:" + server.port())) {
			assertThat(failure(channel(HttpDialect.HTTP), request("http://" + host, InvokeBody.EMPTY))).message()
				.startsWith("Post \"http://" + host + "/small?q=1\": dial tcp ")
				.endsWith(":" + server.port() + ": connect: connection refused");
		}
	}

	@Test
	void whenTheCallerLeavesBeforeThereIsATlsClientThenTheBodyIsGivenBack() {
		HttpExternalChannel channel = channel(HttpDialect.HTTP);
		for (int i = 0; i < 20; i++) {
			ByteBuf content = Buffers.of("body");
			InvokeRequest request = request("https://127.0.0.1:1", new InvokeBody.Whole(content));
			LeavingCaller caller = new LeavingCaller();
			channel.invoke((UrlTarget) request.target(), request).subscribe(caller);
			caller.cancel();
			caller.awaitEnd();
			Await.until("the body is released", () -> content.refCnt() == 0);
		}
	}

}
