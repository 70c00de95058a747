package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What an app can say to harm its sidecar: each has its answer, told in the words that
 * Go's HTTP client has for it, nothing is lost, and the next call works.
 */
class HostileAppTests extends HttpAppHarness {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private static final String BROKEN = "net/http: HTTP/1.x transport connection broken: ";

	/** An app that says one thing and closes, and afterwards is sane. */
	private FakeApp sayingOnce(String words) {
		boolean[] said = new boolean[1];
		return app((exchange) -> {
			if (said[0]) {
				exchange.send(OK);
				return;
			}
			said[0] = true;
			exchange.send(words);
			exchange.close();
		});
	}

	private static void assertNextWorks(HttpAppChannel channel) {
		assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("ok");
	}

	@ParameterizedTest
	@CsvSource({ "99, malformed HTTP status code \"99\"", "7, malformed HTTP status code \"7\"",
			"1000, malformed HTTP status code \"1000\"", "101, the app switches to a protocol that nobody asked for" })
	void whenTheStatusIsNoneThatCanBePassedOnThenTheCallFails(int status, String reason) {
		FakeApp app = sayingOnce("HTTP/1.1 " + status + " X\r\nUpgrade: x\r\nContent-Length: 0\r\n\r\n");
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get()))
			.hasMessage("Get \"http://127.0.0.1:" + app.port() + "/items\": " + BROKEN + reason);
		assertNextWorks(channel);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Big: ", "X-Small: 1\r\nX-Big: " })
	void whenTheHeadersAreTooLargeThenTheTextNamesTheLimit(String start) {
		FakeApp app = sayingOnce("HTTP/1.1 200 OK\r\n" + start + "x".repeat(5000) + "\r\nContent-Length: 0\r\n\r\n");
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get())).hasMessage("Get \"http://127.0.0.1:" + app.port() + "/items\": "
				+ BROKEN + "net/http: server response headers exceeded 4096 bytes; aborted");
		assertNextWorks(channel);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-More: and more\r\n", "x" })
	void whenTheHeadersNeverEndThenTheLimitEndsThem(String more) {
		CountDownLatch stopped = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			try {
				exchange.send("HTTP/1.1 200 OK\r\n");
				while (true) {
					exchange.send(more.repeat(500));
				}
			}
			catch (SocketException ex) {
				stopped.countDown();
				throw ex;
			}
		});
		assertThat(failure(channel(app), Calls.get())).isInstanceOf(AppCallException.class)
			.hasMessageEndingWith("net/http: server response headers exceeded 4096 bytes; aborted");
		Await.until("the connection is closed", () -> stopped.getCount() == 0);
	}

	@Test
	void whenTheFirstLineNeverEndsThenTheLimitEndsIt() {
		FakeApp app = sayingOnce("HTTP/1.1 200 " + "x".repeat(100_000));
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get()))
			.hasMessageEndingWith("net/http: server response headers exceeded 4096 bytes; aborted");
		assertNextWorks(channel);
	}

	@Test
	void whenTwoLengthsDifferThenTheCallFails() {
		FakeApp app = sayingOnce("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!");
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get()))
			.hasMessageStartingWith("Get \"http://127.0.0.1:" + app.port() + "/items\": " + BROKEN + "malformed");
		assertNextWorks(channel);
	}

	@Test
	void whenTheSameLengthComesTwiceThenItIsTheLength() {
		HttpAppChannel channel = channel(
				answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"));
		for (int i = 0; i < 3; i++) {
			assertNextWorks(channel);
		}
	}

	/** Deviation: Go's client takes the chunks. What ends where must not be a guess. */
	@Test
	void whenALengthComesWithChunksThenTheCallFails() {
		FakeApp app = sayingOnce(
				"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n" + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get()))
			.hasMessageStartingWith("Get \"http://127.0.0.1:" + app.port() + "/items\": " + BROKEN + "malformed");
		assertNextWorks(channel);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n", "ffffffffffffffffff\r\nhello\r\n",
			"5\r\nhelloXX0\r\n\r\n", "5\r\nhel" })
	void whenChunksAreBadThenTheReaderIsToldAndTheConnectionIsGone(String chunks) {
		FakeApp app = sayingOnce("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
		HttpAppChannel channel = channel(app);
		var end = call(channel, Calls.get()).flatMapMany((response) -> response.body().bytes())
			.map(Buffers::text)
			.collectList()
			.materialize()
			.block(LIMIT);
		assertThat(end.isOnError()).isTrue();
		assertNextWorks(channel);
		assertThat(app.connections()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "'5 6', invalid byte in chunk length", "'5\0zzz', invalid byte in chunk length",
			"'5\tq', invalid byte in chunk length", "'5\u000b', invalid byte in chunk length",
			"'\t5', invalid byte in chunk length", "' 5', invalid byte in chunk length",
			"'+5', invalid byte in chunk length", "'5\u00b5', invalid byte in chunk length",
			"'5 ;a', invalid byte in chunk length", "zz, invalid byte in chunk length",
			"-5, invalid byte in chunk length", "'5\r', invalid CR in chunked line",
			"'', empty hex number for chunk length", "';a', empty hex number for chunk length",
			"80000000, http chunk length too large", "fffffffffffffffff, http chunk length too large" })
	void whenTheSizeOfAChunkIsNoneThenTheReaderIsToldInTheWordsOfGo(String size, String reason) {
		assertBrokenOff(size + "\r\nhello\r\n0\r\n\r\n", reason);
		assertBrokenOff("5\r\nhello\r\n" + size + "\r\nhello\r\n0\r\n\r\n", reason);
	}

	@ParameterizedTest
	@CsvSource({ "'5\nhello\r\n0\r\n\r\n', chunked line ends with bare LF",
			"'5\r\nhelloXX0\r\n\r\n', malformed chunked encoding" })
	void whenAChunkHasNoEndThenTheReaderIsToldInTheWordsOfGo(String chunks, String reason) {
		assertBrokenOff(chunks, reason);
	}

	private void assertBrokenOff(String chunks, String reason) {
		FakeApp app = sayingOnce("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
		HttpAppChannel channel = channel(app);
		var bytes = call(channel, Calls.get()).flatMapMany((response) -> response.body().bytes()).map(Buffers::text);
		assertThat(catchThrowable(() -> bytes.blockLast(LIMIT))).isInstanceOf(AppCallException.class)
			.hasMessage(reason);
		assertNextWorks(channel);
		assertThat(app.connections()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenChunksHaveAllThatGoTakesThenTheyAreTheBody(boolean byteByByte) {
		String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
				+ "1 \t\r\no\r\n0000000000000001;a=\"b\"\r\n\n\r\na\r\n0123456789\r\n0\r\nX: y\r\n\r\n";
		FakeApp app = app((exchange) -> {
			for (String each : answer.split(byteByByte ? "" : "zz")) {
				exchange.send(each);
			}
		});
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 3; i++) {
			assertThat(Buffers.text(answer(channel, Calls.get()).body())).isEqualTo("o\n0123456789");
		}
	}

	@ParameterizedTest
	@CsvSource({ "'gzip, chunked', 'unsupported transfer encoding: \"gzip, chunked\"'",
			"xchunked, 'unsupported transfer encoding: \"xchunked\"'",
			"'chunked, gzip', 'unsupported transfer encoding: \"chunked, gzip\"'",
			"identity, 'unsupported transfer encoding: \"identity\"'",
			"'\"', 'unsupported transfer encoding: \"\\\"\"'",
			"'chunked\r\nTransfer-Encoding: chunked', 'too many transfer encodings: [\"chunked\" \"chunked\"]'" })
	void whenTheBodyIsCodedOtherwiseThanInChunksThenTheCallFails(String coding, String reason) {
		for (Verb verb : new Verb[] { Verb.GET, Verb.HEAD }) {
			FakeApp app = sayingOnce(
					"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
			HttpAppChannel channel = channel(app);
			assertThat(failure(channel, Calls.request(verb, "items", InvokeBody.EMPTY)))
				.hasMessageEndingWith("\": " + BROKEN + reason);
			assertNextWorks(channel);
		}
	}

	@ParameterizedTest
	@CsvSource({ "200abc, 5, 'malformed HTTP status code \"200abc\"'",
			"200, 99999999999999999999, malformed HTTP response: Content-Length value is not a number: "
					+ "99999999999999999999",
			"200, +5, malformed HTTP response: Content-Length value is not a number: +5",
			"200, x, malformed HTTP response: Content-Length value is not a number: x" })
	void whenANumberIsNoneThenTheTextSaysWhich(String status, String length, String reason) {
		FakeApp app = sayingOnce("HTTP/1.1 " + status + " OK\r\nContent-Length: " + length + "\r\n\r\nhello");
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get())).hasMessageEndingWith("\": " + BROKEN + reason);
		assertNextWorks(channel);
	}

	// Cut at the blank, they would be other headers, and frame the body.
	@ParameterizedTest
	@ValueSource(strings = { "Set-Cookie X: a=1", "Content-Length X: 2", "Transfer-Encoding X: chunked", "X\tY: 1",
			"X Y", "X " })
	void whenANameHoldsABlankThenTheAnswerIsNone(String header) {
		FakeApp app = sayingOnce("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 5\r\n\r\nhello");
		HttpAppChannel channel = channel(app);
		assertThat(failure(channel, Calls.get())).hasMessageContaining("malformed MIME header line");
		assertNextWorks(channel);
	}

	@Test
	void whenABlankStandsBeforeTheColonThenItIsTheSameHeader() {
		HttpAppChannel channel = channel(sayingOnce("HTTP/1.1 200 OK\r\nX-Y : 1\r\nContent-Length \t: 0\r\n\r\n"));
		InvokeResponse response = answer(channel, Calls.get());
		assertThat(response.headers().first("X-Y")).isEqualTo("1");
		response.body().discard();
	}

	@Test
	void whenHeadersComeByteByByteThenOthersAreNotKeptWaiting() {
		FakeApp app = app((exchange) -> {
			if (exchange.line().contains("/slow")) {
				exchange.send("HTTP/1.1 200 OK\r\nX-S");
				exchange.awaitClientClose();
			}
			exchange.send(OK);
		});
		HttpAppChannel channel = channel(app);
		List<Disposable> slow = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			slow.add(call(channel, Calls.request(Verb.GET, "slow", InvokeBody.EMPTY)).subscribe());
		}
		Await.until("all slow calls came", () -> app.connections() == 20);
		assertNextWorks(channel);
		slow.forEach(Disposable::dispose);
		Await.until("their connections are closed", () -> app.openConnections() <= 1);
	}

	@Test
	void whenTheAppSpeaksUnaskedOnAnIdleConnectionThenThatIsNoAnswerToTheNextCall() {
		FakeApp app = app((exchange) -> exchange.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
		HttpAppChannel channel = channel(app);
		for (int i = 0; i < 5; i++) {
			assertNextWorks(channel);
		}
	}

	@Test
	void whenManyCallsEndThenOnlySoManyIdleConnectionsAreKept() {
		CountDownLatch all = new CountDownLatch(12);
		FakeApp app = app((exchange) -> {
			all.countDown();
			awaitAll(all);
			exchange.send(OK);
		});
		HttpAppChannel channel = keeping(3, app);
		callTogether(channel, 12);
		Await.until("three connections are left", () -> app.openConnections() == 3);
		assertNextWorks(channel);
		assertThat(app.connections()).isEqualTo(12);
	}

	@Test
	void whenMoreCallsThanConnectionsAreKeptFollowEachOtherThenTheyUseTheSameConnections() {
		CyclicBarrier all = new CyclicBarrier(12);
		FakeApp app = app((exchange) -> {
			awaitAll(all);
			exchange.send(OK);
		});
		HttpAppChannel channel = keeping(3, app);
		for (int i = 0; i < 5; i++) {
			callTogether(channel, 12);
		}
		// An answer may be there a moment before its connection is back.
		assertThat(app.connections()).isLessThan(2 * 12);
	}

	private HttpAppChannel keeping(int connections, FakeApp app) {
		return channel(HttpAppSettings.of("127.0.0.1", app.port())
			.withLimits(HttpLimits.DEFAULTS.withMaxConnections(1024, connections)));
	}

	private void callTogether(HttpAppChannel channel, int number) {
		List<CompletableFuture<InvokeResponse>> calls = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			calls.add(call(channel, Calls.get()).toFuture());
		}
		for (CompletableFuture<InvokeResponse> call : calls) {
			call.orTimeout(10, TimeUnit.SECONDS).join().body().discard();
		}
	}

	@Test
	void whenAllConnectionsAreTakenThenCallsWaitForOne() {
		CountDownLatch gate = new CountDownLatch(1);
		FakeApp app = app((exchange) -> {
			awaitAll(gate);
			exchange.send(OK);
		});
		HttpAppChannel channel = channel(
				HttpAppSettings.of("127.0.0.1", app.port()).withLimits(HttpLimits.DEFAULTS.withMaxConnections(2, 2)));
		List<CompletableFuture<InvokeResponse>> calls = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			calls.add(call(channel, Calls.get()).toFuture());
		}
		app.take();
		app.take();
		gate.countDown();
		for (CompletableFuture<InvokeResponse> call : calls) {
			call.orTimeout(10, TimeUnit.SECONDS).join().body().discard();
		}
		assertThat(app.connections()).isEqualTo(2);
	}

	private static void awaitAll(CyclicBarrier barrier) throws IOException {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IOException(ex);
		}
	}

	private static void awaitAll(CountDownLatch latch) throws IOException {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new IOException("not within 10 seconds");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

}
