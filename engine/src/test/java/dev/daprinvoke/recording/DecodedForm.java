package dev.daprinvoke.recording;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.daprinvoke.protocol.internals.ListStringValue;
import tools.jackson.databind.JsonNode;

/**
 * The content of a protobuf message in the way the recordings render it, as nested maps
 * that can be compared: fields by their proto names, map entries in any order, bytes by
 * their length and digest.
 */
public final class DecodedForm {

	private DecodedForm() {
	}

	/**
	 * Renders a message.
	 * @param message the message
	 * @return maps, lists, strings and numbers
	 */
	public static Map<String, Object> of(Message message) {
		Map<String, Object> fields = new TreeMap<>();
		message.getAllFields().forEach((field, value) -> fields.put(field.getName(), field(field, value)));
		return fields;
	}

	private static Object field(FieldDescriptor field, Object value) {
		if (field.isMapField()) {
			Map<String, Object> entries = new TreeMap<>();
			((List<?>) value).forEach((entry) -> {
				Map<FieldDescriptor, Object> pair = ((Message) entry).getAllFields();
				FieldDescriptor key = field.getMessageType().findFieldByName("key");
				FieldDescriptor list = field.getMessageType().findFieldByName("value");
				entries.put(String.valueOf(pair.get(key)), value(pair.get(list)));
			});
			return entries;
		}
		return field.isRepeated() ? ((List<?>) value).stream().map(DecodedForm::value).toList() : value(value);
	}

	private static Object value(Object value) {
		if (value instanceof ListStringValue list) {
			return List.copyOf(list.getValuesList());
		}
		if (value instanceof Message message) {
			return of(message);
		}
		if (value instanceof ByteString bytes) {
			return bytes(bytes.toByteArray());
		}
		if (value instanceof EnumValueDescriptor constant) {
			boolean known = constant.getType().findValueByNumber(constant.getNumber()) != null;
			return known ? constant.getName() : (Object) (long) constant.getNumber();
		}
		return (value instanceof Number number) ? (Object) number.longValue() : value;
	}

	/**
	 * Renders bytes.
	 * @param bytes the bytes
	 * @return their length and digest
	 */
	public static Map<String, Object> bytes(byte[] bytes) {
		return bytes(bytes.length, digest(bytes));
	}

	private static Map<String, Object> bytes(long length, String digest) {
		return Map.of("length", length, "sha256", digest);
	}

	private static String digest(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Reads the rendering of a recording.
	 * @param recorded the JSON
	 * @return the same as of the message that was recorded
	 */
	public static Object of(JsonNode recorded) {
		if (recorded.isArray()) {
			return recorded.valueStream().map(DecodedForm::of).toList();
		}
		if (recorded.isString()) {
			return recorded.asString();
		}
		if (recorded.isNumber()) {
			return recorded.asLong();
		}
		if (recorded.has("length") && recorded.has("text")) {
			return bytes(recorded.get("text").asString().getBytes(StandardCharsets.UTF_8));
		}
		if (recorded.has("length") && recorded.has("sha256")) {
			return bytes(recorded.get("length").asLong(), recorded.get("sha256").asString());
		}
		Map<String, Object> fields = new TreeMap<>();
		recorded.properties().forEach((field) -> fields.put(field.getKey(), of(field.getValue())));
		return fields;
	}

}
