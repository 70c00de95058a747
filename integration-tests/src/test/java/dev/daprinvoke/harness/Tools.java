package dev.daprinvoke.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Where programs are that tests use beside the sidecar: on the path, or where
 * {@code .ci/run} keeps those it has built.
 */
final class Tools {

	private static final Path BUILT = Path.of(System.getProperty("user.home"), ".cache", "dapr-invoke", "bin");

	private Tools() {
	}

	/**
	 * Finds a program.
	 * @param name its name
	 * @return its absolute path, or its name if it is nowhere
	 */
	static String find(String name) {
		Stream<Path> places = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map(Path::of);
		return Stream.concat(places, Stream.of(BUILT))
			.map((place) -> place.resolve(name))
			.filter(Files::isExecutable)
			.findFirst()
			.map(Path::toString)
			.orElse(name);
	}

}
