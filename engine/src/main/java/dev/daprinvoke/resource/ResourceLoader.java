package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.AppId;

/**
 * Reads the directories given by {@code --resources-path} (contract section 7.1): the
 * files {@code *.yaml} and {@code *.yml} directly in each, in the order of their names.
 */
public final class ResourceLoader {

	private final ResourceScope scope;

	private final TemplateValues templates;

	/**
	 * A loader for one app.
	 * @param self the app whose resources are read
	 * @param environment the environment, of which {@code NAMESPACE} and {@code POD_NAME}
	 * count
	 */
	public ResourceLoader(AppId self, Map<String, String> environment) {
		this.scope = new ResourceScope(self.value(), environment.getOrDefault("NAMESPACE", ""));
		this.templates = new TemplateValues(self.value(), environment.getOrDefault("NAMESPACE", "default"),
				environment.getOrDefault("POD_NAME", ""));
	}

	/**
	 * Reads all directories. Blocks until that is done.
	 * @param directories the directories in the order they were given, possibly none
	 * @return what concerns this app
	 * @throws ResourceException if a directory is missing, or two Components have one
	 * name
	 */
	public LoadedResources load(List<Path> directories) {
		ResourceCollector collector = new ResourceCollector(this.scope, this.templates);
		for (Path directory : directories) {
			for (Path file : files(directory)) {
				collector.collect(file);
			}
		}
		return collector.collected();
	}

	private static List<Path> files(Path directory) {
		if (!Files.isDirectory(directory)) {
			throw unreadable(directory, Files.exists(directory) ? "is not a directory" : "does not exist", null);
		}
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.filter(ResourceLoader::isYaml)
				.filter(Files::isRegularFile)
				.sorted(Comparator.comparing((file) -> file.getFileName().toString()))
				.toList();
		}
		catch (IOException | RuntimeException ex) {
			throw unreadable(directory, "cannot be read (" + ex.getMessage() + ")", ex);
		}
	}

	private static boolean isYaml(Path file) {
		String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		return name.endsWith(".yaml") || name.endsWith(".yml");
	}

	private static ResourceException unreadable(Path directory, String what, @Nullable Exception cause) {
		return new ResourceException("The resources directory " + directory + ", given by --resources-path, " + what
				+ ". Name a readable directory, or start without this --resources-path.", cause);
	}

}
