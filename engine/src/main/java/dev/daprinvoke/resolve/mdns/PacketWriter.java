package dev.daprinvoke.resolve.mdns;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;

/**
 * Turns a {@link Packet} into the bytes of a datagram. Names are not compressed: our
 * packets are far below one frame, and readers must take both forms.
 */
final class PacketWriter {

	private static final int IN = 1;

	private static final int TOP_BIT = 0x8000;

	private final ByteBuf out;

	private PacketWriter(ByteBuf out) {
		this.out = out;
	}

	/**
	 * Writes a packet.
	 * @param packet the packet; its names must satisfy {@link DnsName#isValid}
	 * @param out takes the bytes
	 */
	static void write(Packet packet, ByteBuf out) {
		out.writeShort(0);
		out.writeShort(packet.flags());
		out.writeShort(packet.questions().size());
		out.writeShort(packet.answers().size());
		out.writeShort(packet.authority().size());
		out.writeShort(packet.additional().size());
		PacketWriter writer = new PacketWriter(out);
		packet.questions().forEach(writer::question);
		writer.records(packet.answers());
		writer.records(packet.authority());
		writer.records(packet.additional());
	}

	private void question(Question question) {
		name(question.name());
		this.out.writeShort(question.type());
		this.out.writeShort(question.unicast() ? IN | TOP_BIT : IN);
	}

	private void records(List<ResourceRecord> records) {
		for (ResourceRecord each : records) {
			name(each.name());
			this.out.writeShort(each.data().type());
			this.out.writeShort(each.cacheFlush() ? IN | TOP_BIT : IN);
			this.out.writeInt((int) each.ttl());
			int length = this.out.writerIndex();
			this.out.writeShort(0);
			data(each.data());
			this.out.setShort(length, this.out.writerIndex() - length - 2);
		}
	}

	private void data(RecordData data) {
		if (data instanceof RecordData.Pointer pointer) {
			name(pointer.target());
		}
		else if (data instanceof RecordData.Service service) {
			this.out.writeZero(4);
			this.out.writeShort(service.port());
			name(service.target());
		}
		else if (data instanceof RecordData.Text text) {
			text.strings().forEach(this::lengthAndText);
		}
		else if (data instanceof RecordData.Address address) {
			this.out.writeBytes(address.address().getAddress());
		}
		else {
			throw new IllegalArgumentException("data: " + data + " (expected: a record we announce)");
		}
	}

	private void name(String name) {
		for (String label : DnsName.labels(name)) {
			lengthAndText(label);
		}
		this.out.writeByte(0);
	}

	private void lengthAndText(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.out.writeByte(bytes.length);
		this.out.writeBytes(bytes);
	}

}
