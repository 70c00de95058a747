package dev.daprinvoke.scenario.client;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.harness.Workspace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter adds to the class path of a servlet app. Of the packaged samples,
 * FrontEnd has the starter and Cart does not; apart from it, they have the same
 * libraries.
 */
class StarterSizeTests {

	private static final long MOST_BYTES = 6_000_000;

	private static final String LIBRARIES = "BOOT-INF/lib/";

	private static Map<String, Long> libraries(String sample) throws IOException {
		try (ZipFile jar = new ZipFile(Workspace.sampleJar(sample).toFile())) {
			return jar.stream()
				.filter((entry) -> entry.getName().startsWith(LIBRARIES) && !entry.isDirectory())
				.collect(Collectors.toMap((entry) -> entry.getName().substring(LIBRARIES.length()), ZipEntry::getSize));
		}
	}

	@Test
	void whenAServletAppHasTheStarterThenItsClassPathHasAtMostSixMegabytesMore() throws IOException {
		Map<String, Long> with = libraries("sample-frontend");
		Map<String, Long> without = libraries("sample-cart");
		assertThat(with).as("nothing but the starter is more").containsAllEntriesOf(without);
		with.keySet().removeAll(without.keySet());
		assertThat(with.keySet()).anyMatch((name) -> name.startsWith("dapr-invoke-spring-boot-starter-"))
			.anyMatch((name) -> name.startsWith("dapr-invoke-engine-"));
		assertThat(with.values().stream().mapToLong(Long::longValue).sum()).as("bytes of %s", with)
			.isLessThanOrEqualTo(MOST_BYTES);
	}

}
