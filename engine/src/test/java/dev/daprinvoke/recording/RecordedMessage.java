package dev.daprinvoke.recording;

import java.util.Base64;

import tools.jackson.databind.JsonNode;

/**
 * One recorded gRPC message.
 *
 * @param type the message's name without its package, empty if nobody knew it
 * @param bytes the message without gRPC's length prefix
 * @param decoded what is in it, in the form of {@link DecodedForm}
 */
public record RecordedMessage(String type, byte[] bytes, Object decoded) {

	/**
	 * Reads a message.
	 * @param json the recording of the message
	 * @return the message
	 */
	public static RecordedMessage of(JsonNode json) {
		String type = json.path("type").asString("");
		return new RecordedMessage(type, Base64.getDecoder().decode(json.get("base64").asString()),
				DecodedForm.of(json.path("decoded")));
	}

	@Override
	public String toString() {
		return this.type + this.decoded;
	}

}
