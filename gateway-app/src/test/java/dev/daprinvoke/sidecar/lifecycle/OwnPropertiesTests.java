package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.policy.access.AccessMode;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OwnPropertiesTests {

	@TempDir
	private Path folder;

	private AccessMode mode(String delivered, String own) throws IOException {
		Files.createDirectories(this.folder.resolve("conf"));
		Files.writeString(this.folder.resolve("conf/application.yaml"), delivered);
		Path file = Files.writeString(this.folder.resolve("own.yaml"), own);
		return OwnProperties.read(new SidecarSettings.Folder(this.folder, file)).accessMode();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr.invoke.access.mode: audit", "dapr:\n  invoke:\n    access:\n      mode: AUDIT",
			"dapr.invoke:\n  access.mode: audit",
			"dapr:\n  invoke.edge.lane: auto\n  invoke.access:\n    mode: audit" })
	void whenTheModeIsWrittenInAnyFormThenItHolds(String text) throws IOException {
		assertThat(mode(text, "")).isEqualTo(AccessMode.AUDIT);
		assertThat(mode("# nothing\n", text)).isEqualTo(AccessMode.AUDIT);
		assertThat(mode(text, "dapr.invoke.access.mode: enforce")).isEqualTo(AccessMode.ENFORCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "# dapr.invoke.access.mode: audit", "other: 1", "- 1", "dapr: [", "dapr: 1" })
	void whenTheModeIsNotWrittenThenPoliciesHold(String text) throws IOException {
		assertThat(mode("", text)).isEqualTo(AccessMode.ENFORCE);
	}

	@Test
	void whenThereIsNoFileThenPoliciesHold() {
		assertThat(OwnProperties.read(new SidecarSettings.Folder(this.folder, this.folder.resolve("x"))).accessMode())
			.isEqualTo(AccessMode.ENFORCE);
		assertThat(OwnProperties.read(new SidecarSettings.Folder(null, null)).accessMode())
			.isEqualTo(AccessMode.ENFORCE);
	}

	@Test
	void whenTheModeIsUnknownThenTheErrorNamesItAndTheFile() {
		assertThatExceptionOfType(StartupException.class).isThrownBy(() -> mode("", "dapr.invoke.access.mode: off"))
			.withMessageMatching("dapr.invoke.access.mode is \\S+ in .*own.yaml. Give enforce or audit.");
	}

}
