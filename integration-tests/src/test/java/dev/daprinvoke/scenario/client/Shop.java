package dev.daprinvoke.scenario.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.daprinvoke.harness.ChildProcess;
import dev.daprinvoke.harness.Prerequisite;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.Workspace;
import dev.daprinvoke.scenario.client.shop.ShopApp;

/**
 * A running shop: a real Spring Boot app with a web server on a port of its own.
 */
final class Shop implements AutoCloseable {

	/** A call that takes longer than this hangs, whatever its outcome. */
	static final Duration LIMIT = Duration.ofSeconds(10);

	private final ConfigurableApplicationContext context;

	private Shop(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * What an app serves its users with.
	 */
	enum Stack {

		SERVLET(WebApplicationType.SERVLET, false),

		SERVLET_ON_VIRTUAL_THREADS(WebApplicationType.SERVLET, true),

		WEBFLUX(WebApplicationType.REACTIVE, false);

		private final WebApplicationType type;

		private final boolean virtual;

		Stack(WebApplicationType type, boolean virtual) {
			this.type = type;
			this.virtual = virtual;
		}

		/** Skips a test aloud where this Java cannot run such an app. */
		void require() {
			if (this.virtual) {
				Prerequisite.java(21, "virtual threads");
			}
		}

	}

	/**
	 * Starts a shop and waits until it has started.
	 * @param stack the web stack
	 * @param sidecarPort where its sidecar's HTTP API is, or is not
	 * @param properties further properties, {@code name=value}
	 * @return the shop
	 */
	static Shop start(Stack stack, int sidecarPort, String... properties) {
		stack.require();
		List<String> all = new ArrayList<>(arguments(sidecarPort));
		all.add("--server.port=0");
		all.add("--spring.threads.virtual.enabled=" + stack.virtual);
		Stream.of(properties).map((property) -> "--" + property).forEach(all::add);
		return new Shop(new SpringApplicationBuilder(ShopApp.class).web(stack.type)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(all.toArray(String[]::new)));
	}

	/**
	 * Starts a shop as a process of its own.
	 * @param folder a working directory
	 * @param sidecarPort where its sidecar's HTTP API is, or is not
	 * @param properties further properties, {@code name=value}
	 * @return the process
	 */
	static ChildProcess process(Path folder, int sidecarPort, String... properties) {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(List.of(Workspace.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Xmx128m", "-cp", classPath, ShopApp.class.getName()));
		command.addAll(arguments(sidecarPort));
		Stream.of(properties).map((property) -> "--" + property).forEach(command::add);
		return ChildProcess.start("shop", folder, Map.of(), command);
	}

	private static List<String> arguments(int sidecarPort) {
		// A blocking call hands its trace to the thread it is moved to.
		return List.of("--server.address=127.0.0.1", "--spring.reactor.context-propagation=auto",
				"--dapr.invoke.sidecar.http-endpoint=http://127.0.0.1:" + sidecarPort);
	}

	int port() {
		return Integer.parseInt(Objects.requireNonNull(this.context.getEnvironment().getProperty("local.server.port")));
	}

	/**
	 * Has the shop make a call.
	 * @param kind the kind of its client
	 * @param what which call
	 * @param headers further header lines
	 * @return what its user sees
	 */
	RawResponse call(Kind kind, String what, String... headers) {
		return RawHttp.to(port()).get("/" + kind.path() + "/" + what, headers);
	}

	/** Whether callers wait. */
	enum Kind {

		BLOCKING, REACTIVE;

		private String path() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	@Override
	public void close() {
		this.context.close();
	}

}
