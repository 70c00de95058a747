package dev.daprinvoke.process.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Knows this host's name without asking the network: the JDK's way looks the name up in
 * DNS, which may take seconds.
 */
public final class HostName {

	private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

	private HostName() {
	}

	/**
	 * Reads the name from the kernel, elsewhere than on Linux from the JDK.
	 * @return the name, {@code localhost} if there is none
	 */
	public static String read() {
		try {
			return Files.readString(KERNEL).strip();
		}
		catch (IOException ex) {
			return askJdk();
		}
	}

	private static String askJdk() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

}
