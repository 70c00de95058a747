package dev.daprinvoke.benchmarks.clients.starts;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.daprinvoke.benchmarks.clients.shop.Shop;

/**
 * What the starter adds to a servlet app: to its class path, its start and its memory;
 * and how long an app with a thousand declared clients takes to start. Run by
 * {@code benchmarks/clients/run}.
 */
public final class StarterCost {

	private static final int RUNS = 9;

	private static final int MANY = 1000;

	private final Path classes;

	private final Path libraries;

	private final PrintStream out;

	private StarterCost(Path classes, Path libraries, PrintStream out) {
		this.classes = classes;
		this.libraries = libraries;
		this.out = out;
	}

	/**
	 * Measures.
	 * @param arguments the folder of classes, and that of libraries
	 * @throws Exception if an app does not start
	 */
	public static void main(String[] arguments) throws Exception {
		new StarterCost(Path.of(arguments[0]), Path.of(arguments[1]), System.out).run();
	}

	private void run() throws IOException, InterruptedException {
		List<Path> all = libraries();
		List<Path> without = all.stream().filter((jar) -> !isAdded(jar)).toList();
		long added = 0;
		for (Path jar : all) {
			added += isAdded(jar) ? Files.size(jar) : 0;
		}
		this.out.printf("class path: %.1f MB added%n", added / 1e6);
		List<AppStart> plain = new ArrayList<>();
		List<AppStart> withStarter = new ArrayList<>();
		for (int i = 0; i < RUNS; i++) {
			plain.add(start(without, List.of()));
			withStarter.add(start(all, List.of()));
		}
		long time = AppStart.medianMillis(withStarter) - AppStart.medianMillis(plain);
		long memory = AppStart.medianKilobytes(withStarter) - AppStart.medianKilobytes(plain);
		this.out.printf("start: %d ms without, %d ms with the starter and a client: %d ms added%n",
				AppStart.medianMillis(plain), AppStart.medianMillis(withStarter), time);
		this.out.printf("memory: %.1f MB without, %.1f MB with: %.1f MB added%n", AppStart.medianKilobytes(plain) / 1e3,
				AppStart.medianKilobytes(withStarter) / 1e3, memory / 1e3);
		many(all);
	}

	private void many(List<Path> libraries) throws IOException, InterruptedException {
		Path folder = Files.createTempDirectory("clients");
		try {
			ManyClients.write(folder, MANY, classPath(libraries, List.of()));
			List<AppStart> starts = new ArrayList<>();
			for (int i = 0; i < RUNS; i++) {
				starts.add(start(libraries, List.of(folder)));
			}
			this.out.printf("%d declared clients: the app starts in %d ms%n", MANY, AppStart.medianMillis(starts));
		}
		finally {
			ManyClients.delete(folder);
		}
	}

	private AppStart start(List<Path> libraries, List<Path> more) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(Arrays.asList("-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath(libraries, more),
				Shop.class.getName(), "--server.port=0", "--spring.main.banner-mode=off"));
		return AppStart.of(command);
	}

	private String classPath(List<Path> libraries, List<Path> more) {
		List<String> entries = new ArrayList<>();
		entries.add(this.classes.toString());
		more.forEach((folder) -> entries.add(folder.toString()));
		libraries.forEach((jar) -> entries.add(jar.toString()));
		return String.join(System.getProperty("path.separator"), entries);
	}

	private List<Path> libraries() throws IOException {
		try (Stream<Path> jars = Files.list(this.libraries)) {
			return jars.filter((jar) -> !jar.getFileName().toString().startsWith("jmh-")).sorted().toList();
		}
	}

	// What spring-boot-starter-webmvc does not bring.
	private static boolean isAdded(Path jar) {
		String name = jar.getFileName().toString();
		return name.startsWith("dapr-invoke-") || name.startsWith("netty-") || name.startsWith("reactor-core")
				|| name.startsWith("reactive-streams");
	}

}
