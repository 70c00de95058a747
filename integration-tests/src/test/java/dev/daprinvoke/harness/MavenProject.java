package dev.daprinvoke.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A user's project in a folder of its own, built by the Maven that runs this test. What
 * this build made comes from {@code target/it-repo}, the rest from the local repository,
 * into which nothing of ours is put.
 */
public final class MavenProject {

	private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

	private final String name;

	private final Path folder;

	private MavenProject(String name, Path folder) {
		this.name = name;
		this.folder = folder;
	}

	/**
	 * Writes a project.
	 * @param name the name of its folder below {@code target}, which is emptied first
	 * @param files the texts of its files by path
	 * @return the project
	 */
	public static MavenProject write(String name, Map<String, String> files) {
		Path folder = Workspace.root().resolve("integration-tests/target").resolve(name);
		try {
			empty(folder);
			for (Map.Entry<String, String> file : files.entrySet()) {
				Path path = folder.resolve(file.getKey());
				Files.createDirectories(path.getParent());
				Files.writeString(path, file.getValue());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new MavenProject(name, folder);
	}

	private static void empty(Path folder) throws IOException {
		if (!Files.exists(folder)) {
			return;
		}
		try (var paths = Files.walk(folder)) {
			paths.map(Path::toFile).sorted((one, other) -> other.compareTo(one)).forEach(File::delete);
		}
	}

	public Path folder() {
		return this.folder;
	}

	/**
	 * Runs Maven in the project.
	 * @param goals phases and goals
	 * @return this project
	 */
	public MavenProject build(String... goals) {
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.put("JAVA_HOME", System.getProperty("java.home"));
		List<String> command = new ArrayList<>(command());
		command.addAll(List.of(goals));
		try (ChildProcess maven = ChildProcess.start("maven-" + this.name, this.folder, environment, command)) {
			int code = maven.awaitExit(BUILD_LIMIT);
			if (code != 0) {
				throw new AssertionError("Maven ended with " + code + " (expected: 0).\n" + maven.evidence());
			}
		}
		return this;
	}

	private List<String> command() {
		String home = System.getProperty("it-maven.home", "");
		Path repository = Path
			.of(System.getProperty("it-repo", Workspace.root().resolve("integration-tests/target/it-repo").toString()));
		if (!Files.isDirectory(repository)) {
			throw new AssertionError("There is no " + repository
					+ ". Run ./mvnw -pl integration-tests -am -DskipTests verify first, which fills it.");
		}
		List<String> command = new ArrayList<>();
		command
			.add(home.isEmpty() ? Workspace.root().resolve("mvnw").toString() : Path.of(home, "bin", "mvn").toString());
		command.addAll(List.of("--batch-mode", "--file", this.folder.resolve("pom.xml").toString(),
				"-Dmaven.repo.local.tail=" + repository));
		String local = System.getProperty("it-maven.local-repository", "");
		if (!local.isEmpty()) {
			command.add("-Dmaven.repo.local=" + local);
		}
		if (System.getProperty("it-maven.offline", "").endsWith("true")) {
			command.add("--offline");
		}
		addSettings("it-maven.settings", command);
		addSettings("it-maven.global-settings", command);
		return command;
	}

	// Maven refuses a file that it is told of and that is not there.
	private static void addSettings(String property, List<String> command) {
		String argument = System.getProperty(property, "");
		if (Files.isRegularFile(Path.of(argument.substring(argument.indexOf('=') + 1)))) {
			command.add(argument);
		}
	}

}
