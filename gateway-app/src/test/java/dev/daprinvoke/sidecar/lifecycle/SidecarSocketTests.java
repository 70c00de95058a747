package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.process.signal.Ask;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The APIs on unix domain sockets (contract invocation.md 1.1).
 */
class SidecarSocketTests extends WholeSidecar {

	/** Contract invocation.md 1.1. */
	@Test
	void whenSocketsTakeThePlaceOfPortsThenBothApisAreThereOnly() throws Exception {
		Path sockets = Files.createDirectory(this.folder.resolve("s"));
		CompletableFuture<Integer> running = run(sqlite(this.folder.resolve("hosts.db")),
				"--unix-domain-socket=" + sockets);
		awaitAnswer(this.publicPort, running);
		awaitStatus(this.publicPort, "/v1.0/healthz", 204);
		assertThat(accepts(this.http)).isFalse();
		assertThat(accepts(this.grpc)).isFalse();
		assertThat(accepts(this.internal)).isTrue();
		assertThat(accepts(this.metrics)).isTrue();
		assertThat(overSocket(sockets.resolve("dapr-cart-http.socket"),
				"GET /v1.0/metadata HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
			.contains("\"id\":\"cart\"");
		assertThat(overSocket(sockets.resolve("dapr-cart-http.socket"),
				"GET /nobodys HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
			.contains("ERR_DIRECT_INVOKE");
		assertThat(firstHttp2Frame(sockets.resolve("dapr-cart-grpc.socket"))).isEqualTo("SETTINGS");
		this.stop.complete(Ask.STOP);
		assertThat(exitCode(running)).isZero();
		assertNothingLeft();
		assertThat(sockets).isEmptyDirectory();
	}

	private static String firstHttp2Frame(Path socket) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			String emptySettings = "\0\0\0\4\0\0\0\0\0";
			channel.write(ByteBuffer
				.wrap(("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + emptySettings).getBytes(StandardCharsets.ISO_8859_1)));
			byte[] frame = Channels.newInputStream(channel).readNBytes(9);
			return (frame[3] == 4) ? "SETTINGS" : "frame of type " + frame[3];
		}
	}

	private static String overSocket(Path socket, String request) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
			channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

}
