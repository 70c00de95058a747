package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/2 by upgrade, with a body or without, asked for well or not.
 */
class Http2UpgradeTests extends Http2Lane {

	Http2UpgradeTests(String lane) {
		super(lane);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void whenJavasClientPostsABodyThenItIsAnsweredWhateverItsSize(byte[] body) throws Exception {
		assertEcho(body, BodyPublishers.ofByteArray(body),
				(body.length <= 64 * 1024) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void whenJavasClientPostsABodyOfUnknownLengthThenItIsAnsweredToo(byte[] body) throws Exception {
		assertEcho(body, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)),
				(body.length <= 64 * 1024) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
	}

	private void assertEcho(byte[] body, BodyPublisher publisher, HttpClient.Version version) throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = request("text").POST(publisher).build();
		HttpResponse<byte[]> first = client.send(request, BodyHandlers.ofByteArray());
		assertThat(first.version()).isEqualTo(version);
		HttpResponse<byte[]> second = client.send(request, BodyHandlers.ofByteArray());
		for (HttpResponse<byte[]> answer : List.of(first, second)) {
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo(body);
			assertThat(answer.headers().allValues("x-app")).containsExactly("yes");
		}
	}

	@Test
	void whenAConnectionWasUpgradedThenManyCallsShareIt() throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		assertThat(client.send(request("text").build(), BodyHandlers.ofString()).version())
			.isEqualTo(HttpClient.Version.HTTP_2);
		List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			answers.add(client.sendAsync(request("text/" + i).POST(BodyPublishers.ofString("body " + i)).build(),
					BodyHandlers.ofString()));
		}
		for (int i = 0; i < 100; i++) {
			HttpResponse<String> answer = answers.get(i).get(20, TimeUnit.SECONDS);
			assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(answer.body()).isEqualTo("body " + i);
		}
	}

	@Test
	void whenTheClientHasNotSpokenHttp2YetThenItsRequestWaits() throws Exception {
		try (WireClient client = client()) {
			client.send("POST " + CALL + "text HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
					+ "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\nContent-Length: 5\r\n\r\nhello");
			assertThat(client.receiveHead().status()).isEqualTo(101);
			assertThat(get("/v1.0/healthz").status()).isEqualTo(204);
			assertThat(edge().peers().calls).isEmpty();
			client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
			assertThat(nextCall()).isEqualTo("POST text hello");
		}
	}

	@Test
	void whenTheClientGivesItsRequestUpAtOnceThenNothingIsLoggedAndNothingReachesTheApp() throws Exception {
		try (LoggedErrors log = new LoggedErrors(); WireClient client = client()) {
			client.send("GET " + CALL + "text HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
					+ "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n\r\n");
			assertThat(client.receiveHead().status()).isEqualTo(101);
			client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0" + "\0\0\4\3\0\0\0\0\1\0\0\0\10");
			assertThat(get("/v1.0/healthz").status()).isEqualTo(204);
			assertThat(log.lines()).isEmpty();
			assertThat(edge().peers().calls).isEmpty();
		}
	}

	@Test
	void whenManyBodiesWaitForAnUpgradeThenOneMoreIsAnsweredOnHttp1UntilTheyLeave() throws Exception {
		String upgrade = "POST " + CALL + "text HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
				+ "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\nContent-Length: 5\r\n\r\n";
		List<WireClient> clients = new ArrayList<>();
		try (WireClient declined = client(); WireClient waiting = client()) {
			for (int i = 0; i < 256; i++) {
				WireClient client = client();
				clients.add(client);
				client.send(upgrade + "hello");
				assertThat(client.receiveHead().status()).isEqualTo(101);
			}
			declined.send(upgrade + "hello");
			assertThat(declined.receive().body()).isEqualTo("hello");
			assertThat(nextCall()).isEqualTo("POST text hello");
			clients.get(0).send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
			assertThat(nextCall()).isEqualTo("POST text hello");
			waiting.send(upgrade + "hello");
			assertThat(waiting.receiveHead().status()).isEqualTo(101);
		}
		finally {
			for (WireClient client : clients) {
				client.close();
			}
		}
	}

	@Test
	void whenABodyThatWaitsForAnUpgradeIsBrokenThenTheCallFailsOnHttp1() throws Exception {
		for (String body : List.of("zz\r\n", "5\r\nhello\r\nzz\r\n")) {
			try (WireClient client = client()) {
				client.send("POST " + CALL + "text HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
						+ "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n" + "Transfer-Encoding: chunked\r\n\r\n"
						+ body);
				WireAnswer answer = client.receive();
				assertThat(answer.status()).isEqualTo(500);
				assertThat(answer.body()).endsWith("err: invalid byte in chunk length\"}");
				assertThat(client.rest()).isEmpty();
			}
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenAnUpgradedRequestReachesTheAppThenNothingOfTheUpgradeIsLeft() throws Exception {
		HttpClient.newHttpClient()
			.send(request("text").header("X-One", "a").POST(BodyPublishers.ofString("hello")).build(),
					BodyHandlers.ofString());
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("a");
		assertThat(edge().peers().lastHeaders.all("Content-Length")).containsExactly("5");
		assertNoFraming();
	}

	@Test
	void whenHttp2IsSwitchedOffThenJavasClientIsAnsweredOnHttp1(@TempDir Path folder) throws Exception {
		try (RunningEdge http1 = RunningEdge.withoutHttp2(folder, RunningEdge.lane(lane()))) {
			HttpResponse<String> answer = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http1.port() + CALL + "text"))
					.POST(BodyPublishers.ofString("hello"))
					.build(), BodyHandlers.ofString());
			assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
			assertThat(answer.body()).isEqualTo("hello");
			try (WireClient client = new WireClient(http1.port())) {
				client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
				assertThat(client.receive().status()).isEqualTo(505);
			}
		}
	}

	@Test
	void whenAnUpgradeIsAskedForInAWayThatCannotBeGivenThenTheAnswerComesOnHttp1() throws IOException {
		String settings = "AAEAAEAAAAIAAAAA";
		for (String headers : List.of("Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: " + settings + "\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEA\r\n",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2\r\nHTTP2-Settings: " + settings + "\r\n",
				"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n")) {
			try (WireClient client = new WireClient(edge().port())) {
				client
					.send("POST " + CALL + "text HTTP/1.1\r\nHost: h\r\n" + headers + "Content-Length: 5\r\n\r\nhello");
				WireAnswer answer = client.receive();
				assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
				assertThat(answer.body()).isEqualTo("hello");
			}
		}
	}

}
