package dev.daprinvoke.autoconfigure.client;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the list of auto-configurations.
 */
class AutoConfigurationImportsTests {

	private static List<String> ours() {
		ClassLoader classes = AutoConfigurationImportsTests.class.getClassLoader();
		return ImportCandidates.load(AutoConfiguration.class, classes)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.daprinvoke."))
			.toList();
	}

	@Test
	void whenListedThenSorted() {
		assertThat(ours()).isNotEmpty().isSorted();
	}

	@Test
	void whenListedThenThereAndAnnotated() throws Exception {
		for (String name : ours()) {
			Class<?> type = ClassUtils.forName(name, getClass().getClassLoader());
			assertThat(AnnotatedElementUtils.hasAnnotation(type, AutoConfiguration.class)).as(name).isTrue();
		}
	}

}
