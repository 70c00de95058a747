package dev.daprinvoke.benchmarks.relay;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.daprinvoke.benchmarks.app.App;
import dev.daprinvoke.benchmarks.app.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Relay}: two hops of it before the app.
 */
@Timeout(60)
class RelayTests {

	private final EventLoopGroup loop = Transport.newEventLoop();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private App app;

	private int port;

	@BeforeEach
	void start() throws InterruptedException {
		this.app = App.start(0);
		Channel callee = Relay.start(this.loop, false, 0, this.app.address());
		Channel caller = Relay.start(this.loop, true, 0, (InetSocketAddress) callee.localAddress());
		this.port = ((InetSocketAddress) caller.localAddress()).getPort();
	}

	@AfterEach
	void stop() {
		this.app.close();
		this.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Test
	void whenRequestsFollowEachOtherThenEachIsAnswered() throws Exception {
		for (int i = 0; i < 20; i++) {
			HttpResponse<byte[]> answer = send(request("/kb").build());
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).hasSize(1024);
		}
		assertThat(send(request("/nothing").build()).statusCode()).isEqualTo(404);
	}

	@Test
	void whenBodiesAreLargerThanAnyBufferThenTheyPassBothWays() throws Exception {
		byte[] body = new byte[10 << 20];
		for (int i = 0; i < body.length; i++) {
			body[i] = (byte) (i * 31 >> 8);
		}
		for (int i = 0; i < 3; i++) {
			HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofByteArray(body);
			assertThat(send(request("/echo").POST(publisher).build()).body()).isEqualTo(body);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + Relay.PREFIX + path))
			.timeout(Duration.ofSeconds(20));
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
		return this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

}
