package dev.daprinvoke.resolve.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an {@link MdnsResolver} needs to know of its surroundings.
 *
 * @param interfaces the network interfaces to speak on; empty means all that are up and
 * can multicast
 * @param hostName this host's name, the first part of instance names
 * @param processId this process, the second part of instance names
 * @param maxApps the most apps to remember, and the most to look for at a time
 * @param maxAddresses the most IPv4 and the most IPv6 addresses to remember of one app
 * @param timings how long to wait for what
 */
public record MdnsSettings(List<NetworkInterface> interfaces, String hostName, long processId, int maxApps,
		int maxAddresses, MdnsTimings timings) {

	private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

	private static final int MAX_HOST_NAME = 52;

	public MdnsSettings {
		interfaces = List.copyOf(interfaces);
		if (hostName.isEmpty()) {
			throw new IllegalArgumentException("hostName: \"\" (expected: a non-empty text)");
		}
		if (maxApps < 1) {
			throw new IllegalArgumentException("maxApps: " + maxApps + " (expected: >= 1)");
		}
		if (maxAddresses < 1) {
			throw new IllegalArgumentException("maxAddresses: " + maxAddresses + " (expected: >= 1)");
		}
	}

	/**
	 * The settings of this host and process: all interfaces, Dapr's times, at most 512
	 * apps of 256 addresses. Reads the host's name, which may block.
	 * @return the settings
	 */
	public static MdnsSettings ofThisHost() {
		return new MdnsSettings(List.of(), readHostName(), ProcessHandle.current().pid(), 512, 256,
				MdnsTimings.DEFAULT);
	}

	/**
	 * The same settings on other interfaces.
	 * @param interfaces the interfaces to speak on, whether they claim to be able to
	 * multicast or not; empty means all that are up and can multicast
	 * @return a changed copy
	 */
	public MdnsSettings withInterfaces(List<NetworkInterface> interfaces) {
		return new MdnsSettings(interfaces, this.hostName, this.processId, this.maxApps, this.maxAddresses,
				this.timings);
	}

	/**
	 * The same settings with other bounds.
	 * @param maxApps the most apps to remember, at least 1
	 * @param maxAddresses the most addresses of each kind to remember of one app, at
	 * least 1
	 * @return a changed copy
	 */
	public MdnsSettings withBounds(int maxApps, int maxAddresses) {
		return new MdnsSettings(this.interfaces, this.hostName, this.processId, maxApps, maxAddresses, this.timings);
	}

	/**
	 * The same settings with other times.
	 * @param timings how long to wait for what
	 * @return a changed copy
	 */
	public MdnsSettings withTimings(MdnsTimings timings) {
		return new MdnsSettings(this.interfaces, this.hostName, this.processId, this.maxApps, this.maxAddresses,
				timings);
	}

	// The kernel's name first: InetAddress.getLocalHost() may wait for a DNS server.
	private static String readHostName() {
		try {
			return fitting(Files.readString(KERNEL_HOST_NAME, StandardCharsets.UTF_8).strip());
		}
		catch (IOException ex) {
			return localHostName();
		}
	}

	private static String localHostName() {
		try {
			return fitting(InetAddress.getLocalHost().getHostName());
		}
		catch (IOException ex) {
			return "localhost";
		}
	}

	// Name, colon and process id must fit into one DNS label of 63 bytes.
	private static String fitting(String name) {
		String cut = (name.length() <= MAX_HOST_NAME) ? name : name.substring(0, MAX_HOST_NAME);
		while (cut.endsWith(".")) {
			cut = cut.substring(0, cut.length() - 1);
		}
		return cut.isEmpty() ? "localhost" : cut;
	}

}
