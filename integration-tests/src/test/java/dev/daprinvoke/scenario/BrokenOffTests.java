package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Somebody goes away in the middle of a body: the other ends are told, and the next call
 * works (settled: a client can tell; contract, invocation.md 1.6).
 */
class BrokenOffTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenTheCallerGoesAwayWhileSendingThenTheAppIsTold(boolean reset) throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			CompletableFuture<Void> begun = new CompletableFuture<>();
			CompletableFuture<IOException> broken = new CompletableFuture<>();
			pair.app().on("/upload", (exchange) -> readUntilBroken(exchange, begun, broken));
			RawConnection connection = pair.caller().http().open();
			connection.send("POST /v1.0/invoke/callee/method/upload HTTP/1.1\r\nHost: x\r\n"
					+ "Transfer-Encoding: chunked\r\n\r\n10000\r\n" + "a".repeat(0x10000) + "\r\n");
			begun.get(10, TimeUnit.SECONDS);
			if (reset) {
				connection.reset();
			}
			else {
				connection.close();
			}
			assertThat(broken.get(10, TimeUnit.SECONDS)).isNotNull();
			assertThat(pair.caller().http().statusOf("/v1.0/healthz")).isEqualTo(204);
			assertThat(pair.caller().invoke("callee", "next").status()).isEqualTo(200);
		}
	}

	private static void readUntilBroken(AppExchange exchange, CompletableFuture<Void> begun,
			CompletableFuture<IOException> broken) throws IOException {
		byte[] piece = new byte[4096];
		try (InputStream body = exchange.body()) {
			while (body.read(piece) >= 0) {
				begun.complete(null);
			}
			broken.completeExceptionally(new AssertionError("The body ended as if it were whole."));
		}
		catch (IOException ex) {
			broken.complete(ex);
			throw ex;
		}
	}

	@Test
	void whenTheCallerGoesAwayWhileReadingThenTheAppIsTold() throws Exception {
		try (Pair pair = Pair.start(this.folder)) {
			CompletableFuture<IOException> broken = new CompletableFuture<>();
			pair.app().on("/endless", (exchange) -> writeUntilBroken(exchange, broken));
			try (RawConnection connection = pair.caller().http().open()) {
				readSome(connection);
			}
			assertThat(broken.get(10, TimeUnit.SECONDS)).isNotNull();
			assertThat(pair.caller().invoke("callee", "next").status()).isEqualTo(200);
		}
	}

	@Test
	void whenThePeerDiesInTheMiddleThenTheClientSeesABrokenBody() throws Exception {
		CompletableFuture<IOException> broken = new CompletableFuture<>();
		try (Pair pair = Pair.start(this.folder);
				TestApp otherApp = TestApp.start();
				Sidecar other = Sidecar.of("other", this.folder)
					.names(pair.names())
					.appPort(otherApp.port())
					.startReady();
				RawConnection connection = pair.caller().http().open()) {
			pair.app().on("/endless", (exchange) -> writeUntilBroken(exchange, broken));
			InputStream body = readSome(connection);
			pair.callee().kill();
			assertThatIOException().isThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()));
			assertThat(broken.get(10, TimeUnit.SECONDS)).isNotNull();
			assertThat(pair.caller().invoke("other", "next").status()).isEqualTo(200);
			assertThat(other.http().statusOf("/v1.0/healthz")).isEqualTo(204);
		}
	}

	@Test
	void whenTheAppBreaksOffInTheMiddleThenTheClientSeesABrokenBody() throws Exception {
		try (Pair pair = Pair.start(this.folder); RawConnection connection = pair.caller().http().open()) {
			CompletableFuture<Void> arrived = new CompletableFuture<>();
			pair.app().on("/half", (exchange) -> {
				exchange.respondChunked(200).write("half".getBytes());
				arrived.orTimeout(10, TimeUnit.SECONDS).join();
				exchange.hangUp();
			});
			connection.send("GET /v1.0/invoke/callee/method/half HTTP/1.1\r\nHost: x\r\n\r\n");
			HttpHead head = connection.receiveHead();
			InputStream body = connection.body(head);
			assertThat(body.readNBytes(4)).asString().isEqualTo("half");
			arrived.complete(null);
			assertThatIOException().isThrownBy(body::read);
			assertThat(pair.caller().invoke("callee", "next").status()).isEqualTo(200);
			assertThatTheStatusStands(pair, 200, "");
			assertThatTheStatusStands(pair, 404, "");
			assertThatTheStatusStands(pair, 404, "half");
		}
	}

	/** The app declares ten bytes and sends fewer. */
	private static void assertThatTheStatusStands(Pair pair, int status, String part) throws IOException {
		pair.app().on("/short", (exchange) -> {
			exchange.respondRaw(
					("HTTP/1.1 " + status + " X\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n" + part)
						.getBytes());
			exchange.hangUp();
		});
		try (RawConnection connection = pair.caller().http().open()) {
			connection.send("GET /v1.0/invoke/callee/method/short HTTP/1.1\r\nHost: x\r\n\r\n");
			HttpHead head = connection.receiveHead();
			assertThat(head.firstLine()).startsWith("HTTP/1.1 " + status + " ");
			InputStream body = connection.body(head);
			assertThat(body.readNBytes(part.length())).asString().isEqualTo(part);
			assertThatIOException().isThrownBy(body::read);
		}
	}

	private static InputStream readSome(RawConnection connection) throws IOException {
		connection.send("GET /v1.0/invoke/callee/method/endless HTTP/1.1\r\nHost: x\r\n\r\n");
		InputStream body = connection.body(connection.receiveHead());
		assertThat(body.readNBytes(1 << 20)).hasSize(1 << 20);
		return body;
	}

	private static void writeUntilBroken(AppExchange exchange, CompletableFuture<IOException> broken)
			throws IOException {
		byte[] piece = new byte[16 * 1024];
		try {
			OutputStream out = exchange.respondChunked(200);
			while (true) {
				out.write(piece);
			}
		}
		catch (IOException ex) {
			broken.complete(ex);
			throw ex;
		}
	}

}
