package dev.daprinvoke.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One case of recorded traffic: a file of a folder below {@code fixtures/}.
 *
 * @param folder the folder, which says what is recorded
 * @param name the file without its ending
 * @param json the content
 */
public record Recording(String folder, String name, JsonNode json) {

	private static final String ROOT = "/fixtures/";

	/**
	 * Reads all cases of a folder.
	 * @param folder the folder's name
	 * @return the cases, sorted by name
	 */
	public static List<Recording> all(String folder) {
		URL url = Objects.requireNonNull(Recording.class.getResource(ROOT + folder), folder);
		try {
			URI uri = url.toURI();
			if (!uri.getScheme().equals("jar")) {
				return read(folder, Path.of(uri));
			}
			try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
				return read(folder, jar.getPath(ROOT + folder));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Recording> read(String folder, Path files) throws IOException {
		try (Stream<Path> list = Files.list(files)) {
			return list.filter((file) -> file.toString().endsWith(".json"))
				.sorted()
				.map((file) -> read(folder, file.getFileName().toString().replace(".json", ""), file))
				.toList();
		}
	}

	private static Recording read(String folder, String name, Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			return new Recording(folder, name, JsonMapper.shared().readTree(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Every gRPC message in this recording, wherever it stands.
	 * @return the messages that were kept
	 */
	public List<RecordedMessage> messages() {
		return messages(this.json).toList();
	}

	private static Stream<RecordedMessage> messages(JsonNode node) {
		if (node.isObject() && node.has("type") && node.has("base64")) {
			return node.get("base64").isNull() ? Stream.empty() : Stream.of(RecordedMessage.of(node));
		}
		return node.valueStream().flatMap(Recording::messages);
	}

	/**
	 * How other files speak of this case.
	 * @return folder and name
	 */
	@Override
	public String toString() {
		return this.folder + "/" + this.name;
	}

}
