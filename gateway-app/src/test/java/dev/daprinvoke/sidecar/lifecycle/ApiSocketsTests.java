package dev.daprinvoke.sidecar.lifecycle;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.daprinvoke.process.flags.StartupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Contract invocation.md 1.1, unix domain sockets. */
class ApiSocketsTests {

	@TempDir
	private Path folder;

	@Test
	void whenNothingIsThereThenTheNamesAreDaprs() {
		ApiSockets sockets = new ApiSockets(this.folder, "cart");
		assertThat(sockets.http().path()).isEqualTo(this.folder + "/dapr-cart-http.socket");
		assertThat(sockets.grpc().path()).isEqualTo(this.folder + "/dapr-cart-grpc.socket");
	}

	@Test
	void whenAProcessDiedThenItsSocketIsReplaced() throws Exception {
		Path socket = this.folder.resolve("dapr-cart-http.socket");
		listen(socket).close();
		assertThat(socket).exists();
		new ApiSockets(this.folder, "cart").http();
		assertThat(socket).doesNotExist();
	}

	@Test
	void whenSomebodyListensThenTheStartIsRefused() throws Exception {
		Path socket = this.folder.resolve("dapr-cart-grpc.socket");
		try (ServerSocketChannel alive = listen(socket)) {
			assertThatExceptionOfType(StartupException.class)
				.isThrownBy(() -> new ApiSockets(this.folder, "cart").grpc())
				.withMessage("Another process listens on the unix domain socket " + socket
						+ ". Stop it, or give another directory by --unix-domain-socket or another --app-id.");
			assertThat(alive.isOpen()).isTrue();
			assertThat(socket).exists();
		}
	}

	@Test
	void whenAnotherKindOfFileIsThereThenItStays() throws Exception {
		Path file = Files.writeString(this.folder.resolve("dapr-cart-http.socket"), "precious");
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> new ApiSockets(this.folder, "cart").http())
			.withMessage("The file " + file + " is in the place of a unix domain socket and is none. "
					+ "Remove it, or give another directory by --unix-domain-socket.");
		assertThat(file).hasContent("precious");
	}

	@Test
	void whenThePathIsTooLongThenItsLengthIsSaid() {
		String appId = "a".repeat(107 - this.folder.toString().length() - "/dapr--http.socket".length());
		assertThat(new ApiSockets(this.folder, appId).http().path()).hasSize(107);
		assertThatExceptionOfType(StartupException.class)
			.isThrownBy(() -> new ApiSockets(this.folder, appId + "a").http())
			.withMessage("The path of the unix domain socket " + this.folder + "/dapr-" + appId
					+ "a-http.socket has 108 bytes, and the system takes at most 107. "
					+ "Give a directory with a shorter path by --unix-domain-socket.");
	}

	@Test
	void whenTheDirectoryIsMissingThenItIsNamed() {
		Path missing = this.folder.resolve("no");
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> new ApiSockets(missing, "x").http())
			.withMessage("--unix-domain-socket=" + missing
					+ " is no directory. Create it, or give another one in which sockets can be made.");
	}

	private static ServerSocketChannel listen(Path socket) throws Exception {
		return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
	}

}
