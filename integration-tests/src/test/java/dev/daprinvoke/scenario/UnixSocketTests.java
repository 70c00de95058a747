package dev.daprinvoke.scenario;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;
import dev.daprinvoke.harness.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The APIs on unix domain sockets (contract, invocation.md 1.1).
 */
class UnixSocketTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String READY = "dapr initialized. Status: Running";

	@TempDir
	private Path folder;

	@Test
	void whenAnInstanceDiesThenTheNextOneReplacesItsSocketsAndALiveOneKeepsThem() throws IOException {
		Path http = this.folder.resolve("dapr-sock-http.socket");
		Path grpc = this.folder.resolve("dapr-sock-grpc.socket");
		Sidecar first = setup().start();
		first.process().output().await(READY, LIMIT);
		assertThat(status(http)).isEqualTo("HTTP/1.1 204 No Content");
		assertThat(grpc).exists();
		assertThat(first.http().isRefused()).isTrue();
		assertThat(RawHttp.to(first.grpcPort()).isRefused()).isTrue();
		assertThat(first.metrics()).contains("process_cpu_seconds_total");

		try (Sidecar late = setup().start()) {
			assertThat(late.process().awaitExit(LIMIT)).isEqualTo(1);
			assertThat(late.process().output().text())
				.contains("Another process listens on the unix domain socket " + grpc);
		}
		assertThat(status(http)).isEqualTo("HTTP/1.1 204 No Content");
		first.kill();
		assertThat(Files.exists(http)).isTrue();

		try (Sidecar next = setup().start()) {
			next.process().output().await(READY, LIMIT);
			assertThat(status(http)).isEqualTo("HTTP/1.1 204 No Content");
			next.process().signal("HUP");
			Waiting.until("ready again after SIGHUP", LIMIT,
					() -> next.process().output().lines().stream().filter((line) -> line.contains(READY)).count() == 2,
					next.process()::evidence);
			assertThat(status(http)).isEqualTo("HTTP/1.1 204 No Content");
			assertThat(grpc).exists();
		}
		assertThat(first.process().output().lines()).noneMatch((line) -> line.contains("level=warning"));
		assertThat(http).doesNotExist();
		assertThat(grpc).doesNotExist();
	}

	private SidecarSetup setup() {
		return Sidecar.of("sock", this.folder).arguments("--unix-domain-socket", this.folder.toString());
	}

	private static String status(Path socket) throws IOException {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(socket));
			channel.write(ByteBuffer.wrap("GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1)
				.split("\r\n")[0];
		}
	}

}
