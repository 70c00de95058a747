package dev.daprinvoke.autoconfigure.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the reference page against the metadata, and the metadata against our habits.
 */
class ConfigurationReferenceTests {

	private static final String WRITE = "reference.write";

	private static final Path PAGE = Path.of("../docs/configuration-spring.md");

	static List<Property> properties() {
		return new PropertyMetadata().read("dapr.invoke.");
	}

	@Test
	void whenPropertiesAreReadThenThoseOfClientsAndMethodsAreAmongThem() {
		assertThat(properties()).extracting(Property::name)
			.contains("dapr.invoke.timeout", "dapr.invoke.sidecar.http-endpoint", "dapr.invoke.clients.<id>.timeout",
					"dapr.invoke.clients.<id>.methods.<method>.retry.max-attempts");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void whenThereIsAPropertyThenItsDescriptionIsPlainSentences(Property property) {
		assertThat(property.description()).as(property.name()).isNotBlank().endsWith(".").doesNotContain("@", "<");
		if (property.isDuration()) {
			assertThat(property.description()).as(property.name())
				.contains("A number without a unit is in milliseconds.");
		}
	}

	@Test
	void whenPropertiesChangeThenThePageFollows() throws IOException {
		String page = new ReferencePage(properties()).markdown();
		if (Boolean.getBoolean(WRITE)) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
			.as("%s differs from the metadata. Write it anew: ./mvnw -pl autoconfigure -am test -Dtest=%s"
					+ " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true", PAGE.getFileName(),
					getClass().getSimpleName(), WRITE)
			.isEqualTo(page);
	}

}
