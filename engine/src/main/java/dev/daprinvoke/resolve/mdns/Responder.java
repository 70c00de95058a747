package dev.daprinvoke.resolve.mdns;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.daprinvoke.resolve.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the instances that are announced, as real Dapr does: names are
 * compared byte by byte, the type asked for does not matter, and a host name alone is not
 * answered. Used on the protocol's thread only.
 */
final class Responder {

	private final Map<Instance, ServicePackets> announced = new LinkedHashMap<>();

	void add(Instance instance, ServicePackets packets) {
		this.announced.put(instance, packets);
	}

	void remove(Instance instance) {
		this.announced.remove(instance);
	}

	/**
	 * Answers a packet.
	 * @param query what was asked
	 * @return the answers, each once however often it was asked for
	 */
	Collection<Reply> answer(Packet query) {
		Set<Reply> replies = new LinkedHashSet<>();
		for (Question question : query.questions()) {
			for (ServicePackets each : this.announced.values()) {
				Packet answer = answer(question.name(), each);
				if (answer != null && !isKnown(answer, query)) {
					replies.add(new Reply(answer, question.unicast()));
				}
			}
		}
		return replies;
	}

	private static @Nullable Packet answer(String name, ServicePackets packets) {
		if (name.equals(packets.serviceName())) {
			return packets.serviceAnswer();
		}
		if (name.equals(packets.instanceName())) {
			return packets.instanceAnswer();
		}
		return name.equals(DnsName.SERVICES) ? packets.enumerationAnswer() : null;
	}

	// A pointer that the asker already has with at least half its life left is not told
	// again (RFC 6762 section 7.1).
	private static boolean isKnown(Packet answer, Packet query) {
		ResourceRecord first = answer.answers().get(0);
		return first.data() instanceof RecordData.Pointer && query.answers()
			.stream()
			.anyMatch((known) -> known.name().equals(first.name()) && known.data().equals(first.data())
					&& known.ttl() >= first.ttl() / 2);
	}

}
