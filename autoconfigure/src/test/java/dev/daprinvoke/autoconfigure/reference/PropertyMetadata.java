package dev.daprinvoke.autoconfigure.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Reads the metadata that Spring Boot's annotation processor has written. What stands
 * below the keys of a map is in files of its own, one for each type.
 */
final class PropertyMetadata {

	private static final String ALL = "META-INF/spring-configuration-metadata.json";

	private static final String ONE_TYPE = "META-INF/spring/configuration-metadata/";

	private static final Pattern MAP = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(.+)>");

	/** What users put for the keys of maps. */
	private static final Map<String, String> KEYS = Map.of("clients", "<id>", "methods", "<method>");

	private final ClassLoader classes = PropertyMetadata.class.getClassLoader();

	/**
	 * Reads the properties below a prefix.
	 * @param prefix the prefix, with a dot at its end
	 * @return the properties, by file, then by key
	 */
	List<Property> read(String prefix) {
		List<Property> all = new ArrayList<>();
		try {
			for (URL file : Collections.list(this.classes.getResources(ALL))) {
				add(all, "", file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return all.stream().filter((property) -> property.name().startsWith(prefix)).toList();
	}

	@SuppressWarnings("unchecked")
	private void add(List<Property> all, String prefix, URL file) throws IOException {
		try (InputStream json = file.openStream()) {
			Map<String, Object> metadata = JsonParserFactory.getJsonParser()
				.parseMap(new String(json.readAllBytes(), StandardCharsets.UTF_8));
			for (Map<String, Object> each : (List<Map<String, Object>>) metadata.get("properties")) {
				Property property = Property.of(prefix, each);
				URL nested = nested(property.type());
				all.add(property);
				if (nested != null) {
					String last = property.name().substring(property.name().lastIndexOf('.') + 1);
					add(all, property.name() + "." + KEYS.getOrDefault(last, "<key>") + ".", nested);
				}
			}
		}
	}

	private @Nullable URL nested(String type) {
		Matcher map = MAP.matcher(type);
		return map.matches() ? this.classes.getResource(ONE_TYPE + map.group(1) + ".json") : null;
	}

}
