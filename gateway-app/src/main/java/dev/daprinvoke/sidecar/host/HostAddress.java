package dev.daprinvoke.sidecar.host;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the address other hosts reach this one at (contract, platform.md 3.1): what
 * {@code DAPR_HOST_IP} says, else the source address the routing table chooses, else the
 * best address of any interface.
 * <p>
 * Nothing is sent: connecting a UDP socket only asks the routing table.
 */
public final class HostAddress {

	/** Addresses for documentation: routed like any foreign address, owned by nobody. */
	private static final List<String> FOREIGN = List.of("192.0.2.1", "2001:db8::1");

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

	private final Map<String, String> environment;

	private final Function<String, Optional<InetAddress>> sourceTowards;

	private final Supplier<Stream<InetAddress>> interfaces;

	/**
	 * Creates a finder for this host.
	 * @param environment the process's environment
	 */
	public HostAddress(Map<String, String> environment) {
		this(environment, HostAddress::sourceTowards, HostAddress::ofInterfaces);
	}

	HostAddress(Map<String, String> environment, Function<String, Optional<InetAddress>> sourceTowards,
			Supplier<Stream<InetAddress>> interfaces) {
		this.environment = environment;
		this.sourceTowards = sourceTowards;
		this.interfaces = interfaces;
	}

	/**
	 * The address to announce to resolvers.
	 * @param internalListenAddress what {@code --dapr-internal-grpc-listen-address} says,
	 * may be empty
	 * @return that text if it names the loopback interface, else {@link #find()}; IPv6
	 * without brackets
	 */
	public Optional<String> announced(String internalListenAddress) {
		boolean isLoopback = LOOPBACK.contains(internalListenAddress);
		return isLoopback ? Optional.of(internalListenAddress.replace("[::1]", "::1")) : find();
	}

	/**
	 * The host's address.
	 * @return the address as text, IPv6 without brackets; empty if only the loopback
	 * interface is up
	 */
	public Optional<String> find() {
		String given = this.environment.getOrDefault("DAPR_HOST_IP", "");
		return given.isEmpty() ? detect().map(HostAddress::text) : Optional.of(given);
	}

	private Optional<InetAddress> detect() {
		return FOREIGN.stream()
			.flatMap((foreign) -> this.sourceTowards.apply(foreign).stream())
			.filter((source) -> AddressRank.of(source) != AddressRank.UNUSABLE)
			.findFirst()
			.or(this::bestOfInterfaces);
	}

	private Optional<InetAddress> bestOfInterfaces() {
		return this.interfaces.get()
			.filter((address) -> AddressRank.of(address) != AddressRank.UNUSABLE)
			.min(Comparator.comparing(AddressRank::of));
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress();
		int zone = text.indexOf('%');
		return (zone < 0) ? text : text.substring(0, zone);
	}

	private static Optional<InetAddress> sourceTowards(String foreign) {
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.connect(new InetSocketAddress(InetAddress.getByName(foreign), 80));
			return Optional.of(socket.getLocalAddress());
		}
		catch (IOException | RuntimeException ex) {
			// No route there. DatagramSocket reports that by either kind, after the
			// version.
			return Optional.empty();
		}
	}

	private static Stream<InetAddress> ofInterfaces() {
		try {
			return Collections.list(NetworkInterface.getNetworkInterfaces())
				.stream()
				.filter(HostAddress::isUp)
				.flatMap(NetworkInterface::inetAddresses);
		}
		catch (SocketException ex) {
			return Stream.empty();
		}
	}

	private static boolean isUp(NetworkInterface candidate) {
		try {
			return candidate.isUp();
		}
		catch (SocketException ex) {
			return false;
		}
	}

}
