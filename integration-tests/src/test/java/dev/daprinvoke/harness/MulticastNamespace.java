package dev.daprinvoke.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network of its own with one multicast interface, so that announcements reach nobody
 * else: a program runs inside, in processes that end with it.
 */
public final class MulticastNamespace {

	private static final List<String> ENTER = List.of("unshare", "--net", "--map-root-user", "--pid", "--fork",
			"--kill-child", "--mount-proc", "/bin/sh", "-ec");

	private static final String NETWORK = """
			ip link set lo up
			ip link add mdns0 type dummy 2>/dev/null || ip link add mdns0 type veth peer name mdns1
			ip addr add 10.89.0.1/24 dev mdns0
			ip link set mdns0 up multicast on
			if ip link show mdns1 >/dev/null 2>&1; then ip link set mdns1 up; fi
			ip route add 224.0.0.0/4 dev mdns0
			""";

	private MulticastNamespace() {
	}

	/** Asks for what entering such a network takes. */
	public static void require() {
		Prerequisite.succeeds("Linux with user namespaces and the programs unshare and ip (util-linux, iproute2)",
				entering(NETWORK));
	}

	/**
	 * Runs a program inside and waits for its end.
	 * @param main its main class, from the test class path
	 * @param folder the working directory
	 * @param limit the longest to wait
	 * @return the ended process
	 */
	public static ChildProcess run(Class<?> main, Path folder, Duration limit) {
		String java = "exec '" + Workspace.java() + "' -XX:+UseSerialGC -Xmx128m -cp '"
				+ System.getProperty("java.class.path") + "' '-Ddaprd.home=" + Workspace.daprd().getParent().getParent()
				+ "' '-Dworkspace.root=" + Workspace.root() + "' '" + main.getName() + "'";
		ChildProcess process = ChildProcess.start("multicast-" + main.getSimpleName(), folder,
				Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")),
				entering(NETWORK + java));
		try (process) {
			process.awaitExit(limit);
		}
		return process;
	}

	private static List<String> entering(String script) {
		List<String> command = new ArrayList<>(ENTER);
		command.add(script);
		return command;
	}

}
