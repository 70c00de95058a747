package dev.daprinvoke.benchmarks.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.load.Readiness;
import dev.daprinvoke.benchmarks.load.Target;
import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.process.Ports;

/**
 * Two hops of a general proxy: HTTP/1.1 to h2c to HTTP/1.1, each configured by a template
 * of its own, or h2c all the way, with one template for both.
 */
abstract class ReferencePair implements SubjectStarter {

	private final Protocol protocol;

	private final String extension;

	/**
	 * Prepares a pair.
	 * @param protocol what it lets pass
	 * @param extension what the templates' names end with
	 */
	ReferencePair(Protocol protocol, String extension) {
		this.protocol = protocol;
		this.extension = extension;
	}

	final boolean isGrpc() {
		return this.protocol == Protocol.GRPC;
	}

	/**
	 * What passes from hop to hop.
	 * @return the protocols
	 */
	final String way() {
		return isGrpc() ? "two hops, h2c → h2c → h2c" : "two hops, HTTP/1.1 → h2c → HTTP/1.1";
	}

	@Override
	public final Subject start(Children children, InetSocketAddress app) throws IOException {
		Path folder = children.newFolder(name());
		Ports ports = Ports.find(2);
		int callerPort = ports.next();
		int calleePort = ports.next();
		Child callee = startHop(children, folder, Subject.CALLEE, calleePort, app.getPort());
		Child caller = startHop(children, folder, Subject.CALLER, callerPort, calleePort);
		InetSocketAddress address = address(callerPort);
		Readiness.awaitListening(callee, address(calleePort));
		Readiness.awaitListening(caller, address);
		return new Subject(name(), new Target(address, Subject.INVOKE_CALLEE), List.of(caller, callee));
	}

	private Child startHop(Children children, Path folder, String role, int listen, int to) throws IOException {
		String file = name() + (isGrpc() ? "-grpc" : "-" + role) + "." + this.extension;
		Path configuration = Template.load(file)
			.with("LISTEN", listen)
			.with("TO", to)
			.writeTo(folder.resolve(role + "-" + file));
		return children.start(name() + "-" + role, command(configuration), Map.of());
	}

	private static InetSocketAddress address(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	/**
	 * The command that starts a hop.
	 * @param configuration its configuration file
	 * @return program and arguments
	 */
	abstract List<String> command(Path configuration);

}
