package dev.daprinvoke.resolve.mdns;

import java.net.InetAddress;
import java.util.List;

import dev.daprinvoke.resolve.Instance;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;

/**
 * Every packet a sidecar sends about itself, record for record as real Dapr sends it
 * (fixtures {@code mdns/start}, {@code goodbye}, {@code ptr-multicast},
 * {@code instance-srv}, {@code services-enumeration}).
 */
final class ServicePackets {

	private static final long TTL = 3200;

	private static final long ADDRESS_TTL = 120;

	private final String serviceName;

	private final String instanceName;

	private final String hostName;

	private final RecordData service;

	private final RecordData text;

	private final RecordData address;

	/**
	 * Prepares the packets of one instance.
	 * @param self the instance
	 * @param hostName this host's name, without {@code .local.}
	 * @param processId this process
	 * @throws IllegalArgumentException if the instance's host is no IP address or its id
	 * cannot be part of a DNS name
	 */
	ServicePackets(Instance self, String hostName, long processId) {
		this.serviceName = DnsName.service(self.id());
		this.instanceName = DnsName.instance(hostName, processId, self.id());
		this.hostName = DnsName.host(hostName);
		if (!DnsName.isValid(this.serviceName)) {
			throw new IllegalArgumentException(
					"app id: " + self.id() + " (expected: at most 63 bytes to be announced by mDNS)");
		}
		if (!DnsName.isValid(this.instanceName) || !DnsName.isValid(this.hostName)) {
			throw new IllegalArgumentException("hostName: " + hostName + " (expected: a host name)");
		}
		this.service = new RecordData.Service(self.internalPort(), this.hostName);
		this.text = new RecordData.Text(List.of(self.id().value()));
		this.address = new RecordData.Address(address(self.host()));
	}

	private static InetAddress address(String host) {
		String text = host.equals("localhost") ? "127.0.0.1" : host;
		InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
		if (address == null) {
			throw new IllegalArgumentException("host: " + host + " (expected: an IP address to be announced by mDNS)");
		}
		return address;
	}

	String serviceName() {
		return this.serviceName;
	}

	String instanceName() {
		return this.instanceName;
	}

	Packet probe() {
		Question question = new Question(this.instanceName, DnsRecordType.PTR.intValue(), false);
		return new Packet(Packet.QUERY, List.of(question), List.of(), List
			.of(record(this.instanceName, false, TTL, this.service), record(this.instanceName, false, TTL, this.text)),
				List.of());
	}

	Packet announcement() {
		return Packet.answers(Packet.ANNOUNCEMENT, everything(TTL, ADDRESS_TTL, true), List.of());
	}

	Packet goodbye() {
		return Packet.answers(Packet.ANNOUNCEMENT, everything(0, 0, true), List.of());
	}

	Packet instanceAnswer() {
		return Packet.answers(Packet.ANSWER, everything(TTL, ADDRESS_TTL, false), List.of());
	}

	Packet serviceAnswer() {
		return Packet.answers(Packet.ANSWER, List.of(pointerToInstance(TTL)),
				List.of(record(this.instanceName, false, TTL, this.service),
						record(this.instanceName, false, TTL, this.text),
						record(this.hostName, false, ADDRESS_TTL, this.address)));
	}

	Packet enumerationAnswer() {
		return Packet.answers(Packet.ANSWER, List.of(pointerToService(TTL)), List.of());
	}

	private List<ResourceRecord> everything(long ttl, long addressTtl, boolean flushAddress) {
		return List.of(record(this.instanceName, true, ttl, this.service),
				record(this.instanceName, true, ttl, this.text), pointerToInstance(ttl), pointerToService(ttl),
				record(this.hostName, flushAddress, addressTtl, this.address));
	}

	private ResourceRecord pointerToInstance(long ttl) {
		return record(this.serviceName, false, ttl, new RecordData.Pointer(this.instanceName));
	}

	private ResourceRecord pointerToService(long ttl) {
		return record(DnsName.SERVICES, false, ttl, new RecordData.Pointer(this.serviceName));
	}

	private static ResourceRecord record(String name, boolean cacheFlush, long ttl, RecordData data) {
		return new ResourceRecord(name, cacheFlush, ttl, data);
	}

}
