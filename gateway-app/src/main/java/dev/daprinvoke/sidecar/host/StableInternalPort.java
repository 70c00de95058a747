package dev.daprinvoke.sidecar.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import dev.daprinvoke.process.host.HostName;

/**
 * Picks the internal port nobody asked for, the same one after each restart, so that
 * peers which remember the address find the sidecar again (contract, invocation.md 2.7).
 *
 * @param appId the app id
 * @param workingDirectory the absolute working directory
 * @param userId the numeric user id
 * @param hostName this host's name
 */
public record StableInternalPort(String appId, String workingDirectory, String userId, String hostName) {

	/** Says: let the operating system choose. */
	public static final int ANY = 0;

	private static final int FIRST = 47300;

	private static final int COUNT = 18235;

	/**
	 * The port of this process.
	 * @param appId the app id
	 * @return the inputs of the choice
	 */
	public static StableInternalPort ofThisProcess(String appId) {
		return new StableInternalPort(appId, Path.of("").toAbsolutePath().toString(), ownUserId(), HostName.read());
	}

	/**
	 * Picks the stable port if it is free on localhost. Binds and frees it for that, so
	 * the caller may still lose it to someone faster.
	 * @return the stable port, else {@link #ANY}
	 */
	public int pick() {
		return pick(StableInternalPort::isFree);
	}

	int pick(IntPredicate free) {
		int stable = stable();
		return free.test(stable) ? stable : ANY;
	}

	int stable() {
		byte[] hash = sha256(String.join("|", this.appId, this.workingDirectory, this.userId, this.hostName));
		int firstTwo = (hash[0] & 0xff) + 256 * (hash[1] & 0xff);
		return FIRST + firstTwo % COUNT;
	}

	static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	/** The number as Linux tells it; elsewhere the user's name serves as well. */
	private static String ownUserId() {
		try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
			return status.filter((line) -> line.startsWith("Uid:"))
				.map((line) -> line.split("\\s+")[1])
				.findFirst()
				.orElse(System.getProperty("user.name"));
		}
		catch (IOException ex) {
			return System.getProperty("user.name");
		}
	}

}
