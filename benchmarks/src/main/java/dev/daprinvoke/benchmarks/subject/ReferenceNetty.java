package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.load.Readiness;
import dev.daprinvoke.benchmarks.load.Target;
import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.process.Ports;
import dev.daprinvoke.benchmarks.relay.Relay;

/**
 * Two hops of nothing but Netty on the Java of a sidecar's image, with its sizes.
 */
public final class ReferenceNetty implements SubjectStarter {

	/**
	 * Its name.
	 */
	public static final String NAME = "netty";

	private static final List<String> OPTIONS = List.of("-Xms32m", "-Xmx208m", "-Xmn24m", "-XX:+UseSerialGC",
			"-XX:MaxDirectMemorySize=256m", "-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow",
			"-Dio.netty.leakDetection.level=disabled");

	private final Path java;

	/**
	 * Prepares the pair.
	 * @param java the {@code java} of a JDK 25, under any name
	 */
	public ReferenceNetty(Path java) {
		this.java = java;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String description() {
		return "two hops, HTTP/1.1 → h2c → HTTP/1.1, of nothing but Netty, one event loop each: the floor in Java";
	}

	@Override
	public Subject start(Children children, InetSocketAddress app) throws IOException {
		Ports ports = Ports.find(2);
		InetSocketAddress caller = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.next());
		InetSocketAddress callee = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.next());
		Child second = start(children, Subject.CALLEE, callee, app);
		Child first = start(children, Subject.CALLER, caller, callee);
		Readiness.awaitListening(second, callee);
		Readiness.awaitListening(first, caller);
		return new Subject(NAME, new Target(caller, Subject.INVOKE_CALLEE), List.of(first, second));
	}

	private Child start(Children children, String role, InetSocketAddress listen, InetSocketAddress to)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(this.java.toString());
		command.addAll(OPTIONS);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Relay.class.getName(), role,
				Integer.toString(listen.getPort()), Integer.toString(to.getPort())));
		return children.start(NAME + "-" + role, command, Map.of());
	}

}
