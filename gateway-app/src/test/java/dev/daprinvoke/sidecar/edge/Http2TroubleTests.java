package dev.daprinvoke.sidecar.edge;

import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams that go too far, break off or are left: the connection goes on.
 */
class Http2TroubleTests extends Http2Lane {

	Http2TroubleTests(String lane) {
		super(lane);
	}

	@Test
	void whenTheHeadersAreTooLargeThenTheAnswerIs431AndOthersGoOn() throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			client.get(1, CALL + "text", "x-large", "x".repeat(6000));
			assertThat(client.status(1)).isEqualTo("200");
			client.get(3, CALL + "text", "x-large", "x".repeat(8500));
			assertThat(client.status(3)).isEqualTo("431");
			client.get(5, CALL + "text", "x-small", "x");
			assertThat(client.status(5)).isEqualTo("200");
		}
	}

	@Test
	void whenTheAnswerBreaksOffThenTheStreamIsResetAndOthersGoOn() throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			client.get(1, CALL + "broken", "x-one", "x");
			assertThat(client.status(1)).isEqualTo("200");
			assertThat(client.end(1)).isEqualTo("reset");
			client.get(3, CALL + "pieces", "x-one", "x");
			assertThat(client.status(3)).isEqualTo("200");
			assertThat(client.end(3)).isEqualTo("ended");
		}
	}

	@ParameterizedTest
	@CsvSource({ "connection, close", "transfer-encoding, chunked", "X-Up, 1", ":path, /x" })
	void whenARequestIsMalformedThenItsBodyEndsNobodyElsesCall(String name, String value) throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			client.begin(1, CALL + "text", "x-one", "x");
			client.begin(3, CALL + "text", name, value);
			client.data(3, "hello", false);
			client.data(3, "hello", true);
			assertThat(client.status(3)).isEqualTo("reset");
			client.data(1, "hello", true);
			assertThat(client.status(1)).isEqualTo("200");
			client.get(5, CALL + "text", "x-one", "x");
			assertThat(client.status(5)).isEqualTo("200");
		}
		assertThat(edge().peers().calls).containsExactly("POST text hello", "GET text ");
	}

	@Test
	void whenThereAreTooManyStreamsThenTheBodyOfOneMoreEndsNobodyElsesCall() throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			client.get(1, CALL + "text", "x-one", "x");
			assertThat(client.status(1)).isEqualTo("200");
			client.frame(4, 1, 0, new byte[0]);
			int refused = 3 + 2 * 250;
			for (int stream = 3; stream <= refused; stream += 2) {
				client.begin(stream, CALL + "text", "x-one", "x");
			}
			client.data(refused, "hello", true);
			assertThat(client.status(refused)).isEqualTo("reset");
			client.data(3, "hello", true);
			assertThat(client.status(3)).isEqualTo("200");
			client.get(refused + 2, CALL + "text", "x-one", "x");
			assertThat(client.status(refused + 2)).isEqualTo("200");
		}
	}

	@Test
	void whenManyRequestsAreMalformedThenTheConnectionEnds() throws Exception {
		try (Http2Wire client = new Http2Wire(edge().port())) {
			for (int stream = 1; stream < 1000; stream += 2) {
				client.begin(stream, CALL + "text", "connection", "close");
			}
			client.awaitClose();
		}
		catch (SocketException ex) {
			assertThat(ex).hasMessageMatching("(?i)(connection reset|broken pipe).*");
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenABodyIsTooLargeThenTheAnswerSaysSo() {
		Answer answer = post("text", bytes(5 << 20), false);
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.text()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: cart, err: stream too large\"}");
	}

	@Test
	void whenABodyThatNobodyWantsNeverEndsThenTheStreamIsReset() throws Exception {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		Flux<ByteBuf> endless = Flux.<ByteBuf>generate((sink) -> sink.next(Unpooled.wrappedBuffer(new byte[16 * 1024])))
			.doOnCancel(() -> stopped.complete(null))
			.doOnTerminate(() -> stopped.complete(null));
		Integer status = http().post()
			.uri("/nobodys")
			.send(endless)
			.response()
			.map((response) -> response.status().code())
			.onErrorReturn(404)
			.block(Duration.ofSeconds(20));
		assertThat(status).isEqualTo(404);
		stopped.get(20, TimeUnit.SECONDS);
	}

	@Test
	void whenTheClientLeavesDuringACallThenItIsCancelled() throws Exception {
		String method = "never/http2/" + lane();
		http().get().uri(CALL + method).response().subscribe().dispose();
		CompletableFuture<HttpResponse<String>> call = HttpClient.newHttpClient()
			.sendAsync(request(method).build(), BodyHandlers.ofString());
		assertThat(call).isNotDone();
		Mono<?> pending = http().get().uri(CALL + method).response();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> pending.block(Duration.ofMillis(500)));
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
	}

}
