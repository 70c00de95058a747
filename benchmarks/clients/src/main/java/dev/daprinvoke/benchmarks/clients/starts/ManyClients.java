package dev.daprinvoke.benchmarks.clients.starts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Declared clients by the thousand, in the package in which the app looks for them.
 */
final class ManyClients {

	private ManyClients() {
	}

	/**
	 * Compiles clients.
	 * @param folder where to put their classes
	 * @param number how many
	 * @param classPath what they are compiled against
	 * @throws IOException if they cannot be written
	 */
	static void write(Path folder, int number, String classPath) throws IOException {
		Path sources = Files.createDirectories(folder.resolve("sources"));
		List<Path> files = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			files.add(Files.writeString(sources.resolve("Client" + i + ".java"), """
					package dev.daprinvoke.benchmarks.clients.shop.many;
					@dev.daprinvoke.spring.client.DaprInvoke("app-%1$d")
					public interface Client%1$d {
						@org.springframework.web.service.annotation.GetExchange("/items")
						String items();
						@org.springframework.web.service.annotation.PostExchange("/items")
						String add(@org.springframework.web.bind.annotation.RequestBody String item);
					}
					""".formatted(i)));
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-d", folder.toString(), "-cp", classPath, "-proc:none", "-nowarn");
			boolean compiled = compiler
				.getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
				.call();
			if (!compiled) {
				throw new IOException("the clients do not compile");
			}
		}
	}

	static void delete(Path folder) throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(each);
			}
		}
	}

}
