package dev.daprinvoke.resolve.mdns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DnsRecordType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recording of a real sidecar's multicast DNS.
 */
final class MdnsFixture {

	/** All recordings. */
	static final List<String> NAMES = List.of("goodbye", "host-a", "instance-srv", "ptr-known-answer",
			"ptr-legacy-port", "ptr-multicast", "ptr-other-app", "ptr-other-case", "ptr-type-a", "ptr-type-any",
			"ptr-unicast-bit", "question-answered", "question-unknown-app", "services-enumeration", "start");

	private final JsonNode root;

	private MdnsFixture(JsonNode root) {
		this.root = root;
	}

	static MdnsFixture of(String name) {
		try (InputStream in = MdnsFixture.class.getResourceAsStream("/fixtures/mdns/" + name + ".json")) {
			return new MdnsFixture(JsonMapper.shared().readTree(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Datagram sent() {
		return new Datagram(this.root.get("sent"));
	}

	Datagram answerSentByRecorder() {
		return new Datagram(this.root.get("answerSentByRecorder"));
	}

	int sentFromPort() {
		return this.root.get("sentFromPort").asInt();
	}

	String clientSaw() {
		return this.root.get("clientSaw").asString();
	}

	/**
	 * What the real sidecar sent by IPv4; it sends the same by IPv6 unless it answers one
	 * asker.
	 */
	List<Datagram> fromDaprd() {
		return this.root.get("datagramsFromDaprd")
			.valueStream()
			.map(Datagram::new)
			.filter((each) -> each.family().equals("IPv4"))
			.toList();
	}

	/**
	 * Every datagram in the recording.
	 */
	List<Datagram> all() {
		Stream<JsonNode> single = Stream.of("sent", "answerSentByRecorder").filter(this.root::has).map(this.root::get);
		return Stream.concat(single, this.root.get("datagramsFromDaprd").valueStream()).map(Datagram::new).toList();
	}

	/**
	 * One datagram.
	 *
	 * @param json its description
	 */
	record Datagram(JsonNode json) {

		String family() {
			return this.json.get("family").asString();
		}

		double seconds() {
			return this.json.get("secondsAfterStart").asDouble();
		}

		byte[] bytes() {
			return Base64.getDecoder().decode(this.json.get("base64").asString());
		}

		Packet read() {
			Packet packet = PacketReader.read(Unpooled.wrappedBuffer(bytes()));
			if (packet == null) {
				throw new IllegalStateException("not well-formed");
			}
			return packet;
		}

		/**
		 * The packet as the recording describes it in words.
		 */
		Packet described() {
			JsonNode decoded = this.json.get("decoded");
			List<Question> questions = decoded.get("questions")
				.valueStream()
				.map((each) -> new Question(each.get("name").asString(), type(each),
						each.get("unicastResponse").asBoolean()))
				.toList();
			return new Packet(Integer.parseInt(decoded.get("flags").get("hex").asString(), 16), questions,
					records(decoded.get("answers")), records(decoded.get("authority")),
					records(decoded.get("additional")));
		}

		private static int type(JsonNode node) {
			return DnsRecordType.valueOf(node.get("type").asString()).intValue();
		}

		private static List<ResourceRecord> records(JsonNode nodes) {
			List<ResourceRecord> records = new ArrayList<>();
			for (JsonNode each : nodes) {
				records.add(new ResourceRecord(each.get("name").asString(), each.get("cacheFlush").asBoolean(),
						each.get("ttl").asLong(), data(each.get("type").asString(), each.get("data"))));
			}
			return records;
		}

		private static RecordData data(String type, JsonNode data) {
			return switch (type) {
				case "PTR" -> new RecordData.Pointer(data.asString());
				case "SRV" -> new RecordData.Service(data.get("port").asInt(), data.get("target").asString());
				case "TXT" -> new RecordData.Text(data.valueStream().map(JsonNode::asString).toList());
				case "A", "AAAA" -> new RecordData.Address(address(data.asString()));
				default -> throw new IllegalArgumentException("type: " + type + " (expected: a recorded type)");
			};
		}

		private static InetAddress address(String text) {
			try {
				return InetAddress.getByName(text);
			}
			catch (UnknownHostException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

	}

}
