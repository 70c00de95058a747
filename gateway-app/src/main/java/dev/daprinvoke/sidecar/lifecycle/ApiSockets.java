package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.netty.channel.unix.DomainSocketAddress;

import dev.daprinvoke.process.flags.StartupException;

/**
 * The unix domain sockets that take the place of the API's TCP ports (contract section
 * 1.1). Whoever listens there removes the file when it stops; what a process left that
 * died is replaced.
 */
final class ApiSockets {

	/**
	 * What the kernel takes for a socket's path, in bytes, without the one that ends it.
	 */
	private static final int LONGEST_PATH = 107;

	private final Path folder;

	private final String appId;

	/**
	 * Names the sockets.
	 * @param folder the directory that {@code --unix-domain-socket} gives
	 * @param appId the own app's id
	 */
	ApiSockets(Path folder, String appId) {
		this.folder = folder;
		this.appId = appId;
	}

	/**
	 * The HTTP API's socket, free to be bound.
	 * @return its address
	 * @throws StartupException if it cannot be bound, or somebody listens there
	 */
	DomainSocketAddress http() {
		return free("http");
	}

	/**
	 * The gRPC API's socket, free to be bound.
	 * @return its address
	 * @throws StartupException if it cannot be bound, or somebody listens there
	 */
	DomainSocketAddress grpc() {
		return free("grpc");
	}

	private DomainSocketAddress free(String api) {
		Path socket = this.folder.resolve("dapr-" + this.appId + "-" + api + ".socket");
		checkLength(socket);
		if (!Files.isDirectory(this.folder)) {
			throw new StartupException("--unix-domain-socket=" + this.folder
					+ " is no directory. Create it, or give another one in which sockets can be made.");
		}
		if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
			removeStale(socket);
		}
		return new DomainSocketAddress(socket.toString());
	}

	private void checkLength(Path socket) {
		int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
		if (length > LONGEST_PATH) {
			throw new StartupException("The path of the unix domain socket " + socket + " has " + length
					+ " bytes, and the system takes at most " + LONGEST_PATH
					+ ". Give a directory with a shorter path by --unix-domain-socket.");
		}
	}

	private static void removeStale(Path socket) {
		try {
			// Java knows no sockets among files, only what is neither file, directory nor
			// link.
			if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
				throw new StartupException("The file " + socket
						+ " is in the place of a unix domain socket and is none. Remove it, or give another directory by --unix-domain-socket.");
			}
			if (isAlive(socket)) {
				throw new StartupException("Another process listens on the unix domain socket " + socket
						+ ". Stop it, or give another directory by --unix-domain-socket or another --app-id.");
			}
			Files.deleteIfExists(socket);
		}
		catch (IOException ex) {
			throw new StartupException("The unix domain socket " + socket + ", left by a process that has ended, "
					+ "cannot be replaced: " + ex + ". Remove it, or give another directory by --unix-domain-socket.",
					ex);
		}
	}

	// Refused means that nobody listens; whatever else happens, somebody may.
	private static boolean isAlive(Path socket) {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.configureBlocking(false);
			channel.connect(UnixDomainSocketAddress.of(socket));
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
