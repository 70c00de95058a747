package dev.daprinvoke.sidecar.api.http;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import dev.daprinvoke.invoke.ApiAnswer;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers whose client has left.
 */
@Timeout(60)
class NettyAnswerTests {

	@Test
	void whenTheClientLeftThenABodyInMemoryIsGivenBack() throws Exception {
		ByteBuf content = Buffers.of("late");
		writeLate(new InvokeBody.Whole(content));
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	@Test
	void whenTheClientLeftThenAStreamedBodyIsGivenBack() throws Exception {
		ByteBuf content = Buffers.of("late");
		writeLate(new InvokeBody.Streaming(Flux.just(content)));
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	private static void writeLate(InvokeBody body) throws Exception {
		CompletableFuture<HttpServerRequest> request = new CompletableFuture<>();
		CompletableFuture<HttpServerResponse> response = new CompletableFuture<>();
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle((req, res) -> {
			response.complete(res);
			request.complete(req);
			return Mono.never();
		}).bindNow(Duration.ofSeconds(10));
		try (Socket client = new Socket("127.0.0.1", server.port())) {
			client.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			HttpServerRequest asked = request.get(10, TimeUnit.SECONDS);
			CompletableFuture<Void> gone = new CompletableFuture<>();
			asked.withConnection(
					(connection) -> connection.channel().closeFuture().addListener((end) -> gone.complete(null)));
			client.close();
			gone.get(10, TimeUnit.SECONDS);
			ApiAnswer answer = new ApiAnswer(200, new InvokeHeaders(1), body, true);
			assertThat(NettyAnswer.write(answer, asked, response.get(10, TimeUnit.SECONDS))
				.onErrorComplete()
				.blockOptional(Duration.ofSeconds(10))).isEmpty();
		}
		finally {
			server.disposeNow(Duration.ofSeconds(10));
		}
	}

}
