package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.sidecar.flags.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether there is anything for Spring to start for.
 */
class ConfigurationFilesTests {

	@TempDir
	private Path folder;

	@Test
	void whenThereIsNoFileThenNothingIsSaid() {
		assertThat(ConfigurationFiles.of(new SidecarSettings.Folder(this.folder, null)).sayNothing()).isTrue();
		assertThat(ConfigurationFiles.of(new SidecarSettings.Folder(null, null)).sayNothing()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n", "# spring: {}", "  # ä\r\n\r\n\t\n#", "#" })
	void whenOnlyBlanksAndCommentsAreThereThenNothingIsSaid(String text) throws IOException {
		assertThat(new ConfigurationFiles(List.of(file("own.yaml", text))).sayNothing()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a: 1", "# a\n\na: 1", "---", "%", "\u0000", "! in a properties file" })
	void whenAnythingElseIsThereThenSomethingIsSaid(String text) throws IOException {
		assertThat(new ConfigurationFiles(List.of(file("own.yaml", text))).sayNothing()).isFalse();
	}

	@Test
	void whenOneOfTwoFilesSaysSomethingThenSomethingIsSaid() throws IOException {
		Files.createDirectories(this.folder.resolve("conf"));
		file("conf/application.yaml", "# nothing");
		Path own = file("own.yaml", "a: 1");
		ConfigurationFiles files = ConfigurationFiles.of(new SidecarSettings.Folder(this.folder, own));
		assertThat(files.files()).containsExactly(this.folder.resolve("conf/application.yaml"), own);
		assertThat(files.sayNothing()).isFalse();
	}

	@Test
	void whenAFileCannotBeReadThenItsReaderIsToTellWhy() {
		Path missing = this.folder.resolve("missing.yaml");
		assertThat(ConfigurationFiles.of(new SidecarSettings.Folder(null, missing)).sayNothing()).isFalse();
	}

	@Test
	void whenTheSidecarIsDeliveredThenItsFileSaysNothing() {
		assertThat(new ConfigurationFiles(List.of(Path.of("src/main/daprd/conf/application.yaml"))).sayNothing())
			.isTrue();
	}

	private Path file(String name, String text) throws IOException {
		return Files.writeString(this.folder.resolve(name), text, StandardCharsets.UTF_8);
	}

}
