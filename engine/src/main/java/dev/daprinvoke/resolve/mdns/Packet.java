package dev.daprinvoke.resolve.mdns;

import java.util.List;
import java.util.stream.Stream;

/**
 * One multicast DNS message. The message id is not kept: multicast DNS does not use it.
 *
 * @param flags the 16 flag bits
 * @param questions the questions
 * @param answers the answer section
 * @param authority the authority section, where a probe names what it wants to claim
 * @param additional the additional section
 */
record Packet(int flags, List<Question> questions, List<ResourceRecord> answers, List<ResourceRecord> authority,
		List<ResourceRecord> additional) {

	/** The flags of questions and probes. */
	static final int QUERY = 0x0000;

	/** The flags real Dapr gives announcements and goodbyes. */
	static final int ANNOUNCEMENT = 0x8000;

	/** The flags of an answer to a question. */
	static final int ANSWER = 0x8400;

	private static final int RESPONSE = 0x8000;

	private static final int OPCODE = 0x7800;

	Packet {
		questions = List.copyOf(questions);
		answers = List.copyOf(answers);
		authority = List.copyOf(authority);
		additional = List.copyOf(additional);
	}

	static Packet question(Question question) {
		return new Packet(QUERY, List.of(question), List.of(), List.of(), List.of());
	}

	static Packet answers(int flags, List<ResourceRecord> answers, List<ResourceRecord> additional) {
		return new Packet(flags, List.of(), answers, List.of(), additional);
	}

	boolean isResponse() {
		return (this.flags & (RESPONSE | OPCODE)) == RESPONSE;
	}

	/**
	 * Whether somebody wants to know something. A probe is not such: it carries its claim
	 * in the authority section, and real Dapr leaves it unanswered (fixture
	 * {@code start}, where the sidecar hears its own).
	 * @return whether to look for answers
	 */
	boolean isQuestion() {
		return (this.flags & (RESPONSE | OPCODE)) == 0 && this.authority.isEmpty();
	}

	Stream<ResourceRecord> records() {
		return Stream.of(this.answers, this.authority, this.additional).flatMap(List::stream);
	}

}
