package dev.daprinvoke.resolve.mdns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecordType;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a datagram into a {@link Packet}.
 * <p>
 * Names, with their compression, are read by Netty. Its record objects are not used: they
 * push names through international domain name rules, which app ids do not follow, and
 * hold on to buffers.
 */
final class PacketReader {

	/** The longest multicast DNS message (RFC 6762 section 17). */
	static final int MAX_LENGTH = 9000;

	private static final int MAX_ENTRIES = 512;

	private static final int IN = 1;

	private static final int ANY = 255;

	private static final int TOP_BIT = 0x8000;

	private final ByteBuf in;

	private PacketReader(ByteBuf in) {
		this.in = in;
	}

	/**
	 * Reads a packet.
	 * @param datagram the whole datagram; its reader index moves, and it stays the
	 * caller's to release
	 * @return the packet, or {@code null} if the bytes are no well-formed message, or one
	 * of more entries than any real one has
	 */
	static @Nullable Packet read(ByteBuf datagram) {
		try {
			return new PacketReader(datagram).packet();
		}
		catch (RuntimeException | UnknownHostException ex) {
			// Whatever reading hostile bytes may throw, here and in Netty, means just
			// this.
			return null;
		}
	}

	private @Nullable Packet packet() throws UnknownHostException {
		this.in.skipBytes(2);
		int flags = this.in.readUnsignedShort();
		int questions = this.in.readUnsignedShort();
		int answers = this.in.readUnsignedShort();
		int authority = this.in.readUnsignedShort();
		int additional = this.in.readUnsignedShort();
		if (questions + answers + authority + additional > MAX_ENTRIES) {
			return null;
		}
		return new Packet(flags, questions(questions), records(answers), records(authority), records(additional));
	}

	private List<Question> questions(int count) {
		List<Question> questions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = DefaultDnsRecordDecoder.decodeName(this.in);
			int type = this.in.readUnsignedShort();
			int dnsClass = this.in.readUnsignedShort();
			int plain = dnsClass & ~TOP_BIT;
			if (plain == IN || plain == ANY) {
				questions.add(new Question(name, type, plain != dnsClass));
			}
		}
		return questions;
	}

	private List<ResourceRecord> records(int count) throws UnknownHostException {
		List<ResourceRecord> records = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = DefaultDnsRecordDecoder.decodeName(this.in);
			int type = this.in.readUnsignedShort();
			int dnsClass = this.in.readUnsignedShort();
			long ttl = this.in.readUnsignedInt();
			int length = this.in.readUnsignedShort();
			int end = this.in.readerIndex() + length;
			if (length > this.in.readableBytes()) {
				throw new IndexOutOfBoundsException("record data");
			}
			if ((dnsClass & ~TOP_BIT) == IN) {
				records.add(new ResourceRecord(name, (dnsClass & TOP_BIT) != 0, ttl, data(type, end)));
			}
			this.in.readerIndex(end);
		}
		return records;
	}

	private RecordData data(int type, int end) throws UnknownHostException {
		if (type == DnsRecordType.PTR.intValue()) {
			return new RecordData.Pointer(DefaultDnsRecordDecoder.decodeName(this.in));
		}
		if (type == DnsRecordType.SRV.intValue()) {
			this.in.skipBytes(4);
			int port = this.in.readUnsignedShort();
			return new RecordData.Service(port, DefaultDnsRecordDecoder.decodeName(this.in));
		}
		if (type == DnsRecordType.TXT.intValue()) {
			return text(end);
		}
		if (type == DnsRecordType.A.intValue() || type == DnsRecordType.AAAA.intValue()) {
			byte[] address = new byte[end - this.in.readerIndex()];
			this.in.readBytes(address);
			return new RecordData.Address(InetAddress.getByAddress(address));
		}
		return new RecordData.Other(type);
	}

	private RecordData.Text text(int end) {
		List<String> strings = new ArrayList<>();
		while (this.in.readerIndex() < end) {
			int length = this.in.readUnsignedByte();
			strings.add(this.in.readCharSequence(length, StandardCharsets.UTF_8).toString());
		}
		return new RecordData.Text(strings);
	}

}
