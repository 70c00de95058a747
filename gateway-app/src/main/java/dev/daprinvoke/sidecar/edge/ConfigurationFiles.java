package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * The files in which users write routes and properties.
 *
 * @param files none, one or two, the later one laid over the earlier; only the one that
 * was asked for may be missing
 */
record ConfigurationFiles(List<Path> files) {

	static ConfigurationFiles of(SidecarSettings.Folder folder) {
		List<Path> files = new ArrayList<>();
		Path home = folder.home();
		if (home != null && Files.exists(home.resolve("conf/application.yaml"))) {
			files.add(home.resolve("conf/application.yaml"));
		}
		Path own = folder.configuration();
		if (own != null) {
			files.add(own);
		}
		return new ConfigurationFiles(List.copyOf(files));
	}

	/**
	 * Whether nothing is written there: a blank line and a comment are nothing. A file
	 * that cannot be read counts as one that says something, so that whoever reads it
	 * tells why.
	 */
	boolean sayNothing() {
		return this.files.stream().allMatch(ConfigurationFiles::saysNothing);
	}

	private static boolean saysNothing(Path file) {
		// Latin-1 reads any bytes, and blanks and # are the same in it.
		try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
			return lines.map(String::strip).allMatch((line) -> line.isEmpty() || line.startsWith("#"));
		}
		catch (IOException ex) {
			return false;
		}
	}

}
