package dev.daprinvoke.resolve.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

import io.netty.handler.codec.dns.DnsRecordType;

/**
 * What a resource record says.
 */
sealed interface RecordData {

	/**
	 * The record type's number on the wire.
	 * @return the number, 0 to 65535
	 */
	int type();

	/**
	 * Points from a service to an instance, or from the list of services to a service.
	 *
	 * @param target the name pointed to, with a trailing dot
	 */
	record Pointer(String target) implements RecordData {

		@Override
		public int type() {
			return DnsRecordType.PTR.intValue();
		}

	}

	/**
	 * Says where an instance listens. Priority and weight are always 0 and not kept.
	 *
	 * @param port the port, 0 to 65535
	 * @param target the host's name, with a trailing dot
	 */
	record Service(int port, String target) implements RecordData {

		@Override
		public int type() {
			return DnsRecordType.SRV.intValue();
		}

	}

	/**
	 * Free text about an instance.
	 *
	 * @param strings the strings, of at most 255 bytes each
	 */
	record Text(List<String> strings) implements RecordData {

		public Text {
			strings = List.copyOf(strings);
		}

		@Override
		public int type() {
			return DnsRecordType.TXT.intValue();
		}

	}

	/**
	 * An address of a host.
	 *
	 * @param address an IPv4 or IPv6 address
	 */
	record Address(InetAddress address) implements RecordData {

		@Override
		public int type() {
			return (isV4() ? DnsRecordType.A : DnsRecordType.AAAA).intValue();
		}

		boolean isV4() {
			return this.address instanceof Inet4Address;
		}

	}

	/**
	 * Anything else, of no interest to us.
	 *
	 * @param type the record type's number
	 */
	record Other(int type) implements RecordData {

	}

}
