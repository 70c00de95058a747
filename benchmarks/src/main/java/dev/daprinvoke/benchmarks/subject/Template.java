package dev.daprinvoke.benchmarks.subject;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A configuration file in the making: the text of a resource of this package in which
 * {@code @NAME@} stands for a value.
 */
final class Template {

	private final String text;

	private Template(String text) {
		this.text = text;
	}

	static Template load(String resource) throws IOException {
		try (InputStream stream = Template.class.getResourceAsStream(resource)) {
			if (stream == null) {
				throw new FileNotFoundException(resource);
			}
			return new Template(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	Template with(String name, Object value) {
		return new Template(this.text.replace("@" + name + "@", value.toString()));
	}

	Path writeTo(Path file) throws IOException {
		return Files.writeString(file, this.text);
	}

}
