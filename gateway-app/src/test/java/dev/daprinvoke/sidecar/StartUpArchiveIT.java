package dev.daprinvoke.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The start-up archive of the packaged folder: used, and never for other jars than those
 * it was made of.
 */
@Timeout(120)
class StartUpArchiveIT {

	private static final Path PACKAGED = Path.of("target/daprd").toAbsolutePath();

	private static final String MAIN_JAR = "lib/dapr-invoke-gateway-app.jar";

	private final LaunchedProcesses processes = new LaunchedProcesses();

	@TempDir
	private Path scratch;

	@BeforeEach
	void requireArchiveOfJava25() {
		assumeThat(Files.isSymbolicLink(PACKAGED.resolve("runtime/bin/daprd"))).as("without an image of JDK 25")
			.isFalse();
		assumeThat(archives(PACKAGED)).as("the folder was packaged with a start-up archive").isNotEmpty();
	}

	@AfterEach
	void endProcesses() {
		this.processes.close();
	}

	@Test
	void whenTheFolderIsAsPackagedThenTheArchiveIsUsed() throws Exception {
		assertThat(archives(PACKAGED)).hasSize(1);
		assertThat(start(PACKAGED)).doesNotContain("start-up archive").contains("source: shared objects file");
	}

	@Test
	void whenTheFolderIsCopiedThenTheArchiveIsUsedThoughAllTimesHaveChanged() throws Exception {
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("copy"));
		Files.setLastModifiedTime(copy.resolve(MAIN_JAR), FileTime.fromMillis(1_000_000_000_000L));
		assertThat(start(copy)).doesNotContain("start-up archive").contains("source: shared objects file");
	}

	@Test
	void whenAJarIsReplacedThenItsClassesRun() throws Exception {
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("copy"));
		FileTime before = Files.getLastModifiedTime(copy.resolve(MAIN_JAR));
		replaceVersion(copy.resolve(MAIN_JAR), "1.18.0", "9.99.9");
		assertThat(run(copy, "", "--build-info")).startsWith("Version: 9.99.9\n");
		// Also when it seems to be as old as the archive.
		Files.setLastModifiedTime(copy.resolve(MAIN_JAR), before);
		assertThat(run(copy, "", "--build-info")).startsWith("Version: 9.99.9\n");
		assertThat(start(copy)).containsOnlyOnce(
				"is not that of these jars (dapr-invoke-gateway-app.jar is another one): this start takes longer. ");
	}

	@Test
	void whenAJarIsMissingThenALogLineSaysSo() throws Exception {
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("copy"));
		try (Stream<Path> jars = Files.list(copy.resolve("lib"))) {
			Files.delete(jars.filter((jar) -> jar.getFileName().toString().startsWith("sqlite-jdbc"))
				.findFirst()
				.orElseThrow());
		}
		assertThat(start(copy)).containsPattern("is not that of these jars \\(sqlite-jdbc-[0-9.]+\\.jar is missing\\)");
	}

	@Test
	void whenAJarIsAddedThenALogLineSaysSo() throws Exception {
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("copy"));
		Files.copy(copy.resolve(MAIN_JAR), copy.resolve("lib/more.jar"));
		assertThat(start(copy)).containsOnlyOnce("is not that of these jars (more.jar is new)");
	}

	@Test
	void whenTheArchiveIsBrokenThenTheSidecarRunsWithoutAndALogLineSaysSo() throws Exception {
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("copy"));
		Files.writeString(archives(copy).get(0), "no archive");
		assertThat(start(copy)).containsOnlyOnce("is not one that this Java can use: this start takes longer. ");
	}

	@Test
	void whenTheListOfJarsIsMissingThenTheArchiveIsNotTrusted() throws Exception {
		Path copy = LaunchedProcesses.copy(PACKAGED, this.scratch.resolve("copy"));
		String archive = archives(copy).get(0).toString();
		Files.delete(Path.of(archive.substring(0, archive.lastIndexOf('.')) + ".jars"));
		assertThat(start(copy)).containsOnlyOnce(".jars cannot be read)");
	}

	@Test
	void whenTheFolderIsPackagedOnJava25ThenItIsNotLargerThan140Megabytes() throws Exception {
		long[] bytes = new long[1];
		Files.walkFileTree(PACKAGED, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				bytes[0] += attributes.size();
				return FileVisitResult.CONTINUE;
			}

		});
		assertThat(bytes[0]).isLessThanOrEqualTo(140L << 20);
	}

	/** Starts far enough to have a log, and to fail; classes are logged as well. */
	private String start(Path folder) throws Exception {
		return run(folder, "-Xlog:class+load", "--app-id=cart", "--mode=foo");
	}

	private String run(Path folder, String options, String... flags) throws Exception {
		String[] command = Stream.concat(Stream.of(LaunchedProcesses.launcher(folder)), Stream.of(flags))
			.toArray(String[]::new);
		return this.processes.run(Map.of("DAPR_INVOKE_JVM_OPTIONS", options), command).output();
	}

	private static List<Path> archives(Path folder) {
		try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
			return files.filter((file) -> file.toString().matches(".*/daprd-[0-9a-f]{16}\\.(aot|jsa)")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Changes a constant in a class file, for one as long. */
	private static void replaceVersion(Path jar, String from, String to) throws IOException {
		try (FileSystem files = FileSystems.newFileSystem(jar)) {
			Path type = files.getPath("dev/daprinvoke/sidecar/BuildInfo.class");
			String code = new String(Files.readAllBytes(type), StandardCharsets.ISO_8859_1);
			assertThat(code).contains(from);
			Files.write(jar.resolveSibling("changed"), code.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
			Files.copy(jar.resolveSibling("changed"), type, StandardCopyOption.REPLACE_EXISTING);
		}
		Files.delete(jar.resolveSibling("changed"));
	}

}
