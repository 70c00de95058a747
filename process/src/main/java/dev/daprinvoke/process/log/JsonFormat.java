package dev.daprinvoke.process.log;

import java.io.StringWriter;
import java.util.SortedMap;
import java.util.TreeMap;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object a line, its members sorted by name as logrus' JSON formatter sorts
 * them.
 */
final class JsonFormat implements LineFormat {

	private final JsonFactory json = new JsonFactory();

	@Override
	public String line(String time, String level, String message, SortedMap<String, ?> fields) {
		SortedMap<String, Object> members = new TreeMap<>(fields);
		members.put("time", time);
		members.put("level", level);
		members.put("msg", message);
		StringWriter line = new StringWriter(256);
		try (JsonGenerator generator = this.json.createGenerator(ObjectWriteContext.empty(), line)) {
			generator.writeStartObject();
			members.forEach((name, value) -> write(generator, name, value));
			generator.writeEndObject();
		}
		return line.append('\n').toString();
	}

	private static void write(JsonGenerator generator, String name, Object value) {
		if (value instanceof Number number) {
			generator.writeNumberProperty(name, number.longValue());
		}
		else {
			generator.writeStringProperty(name, String.valueOf(value));
		}
	}

}
