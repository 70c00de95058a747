package dev.daprinvoke.resolve.mdns;

import java.nio.charset.StandardCharsets;

import dev.daprinvoke.target.AppId;
import org.jspecify.annotations.Nullable;

/**
 * The names Dapr gives to apps and their instances (contract part 2, section 3.2).
 */
final class DnsName {

	/** The name under which responders list the services they know. */
	static final String SERVICES = "_services._dns-sd._udp.local.";

	private static final String LOCAL = ".local.";

	private static final int MAX_LABEL = 63;

	private static final int MAX_NAME = 255;

	private DnsName() {
	}

	static String service(AppId app) {
		return app.value() + LOCAL;
	}

	static String host(String hostName) {
		return hostName + LOCAL;
	}

	static String instance(String hostName, long processId, AppId app) {
		return hostName + ":" + processId + "." + service(app);
	}

	/**
	 * Tells which app an instance belongs to.
	 * @param instance any name
	 * @return the app, or {@code null} if this is not the name of an app's instance
	 */
	static @Nullable AppId appOfInstance(String instance) {
		if (!instance.endsWith(LOCAL)) {
			return null;
		}
		int end = instance.length() - LOCAL.length();
		int dot = instance.lastIndexOf('.', end - 1);
		return (dot > 0 && dot + 1 < end) ? new AppId(instance.substring(dot + 1, end)) : null;
	}

	/**
	 * Whether a name can be put on the wire: app ids may be any text.
	 * @param name a name with a trailing dot
	 * @return whether no part of it is empty or too long
	 */
	static boolean isValid(String name) {
		int total = 1;
		for (String label : labels(name)) {
			int length = label.getBytes(StandardCharsets.UTF_8).length;
			if (length == 0 || length > MAX_LABEL) {
				return false;
			}
			total += length + 1;
		}
		return total <= MAX_NAME;
	}

	static String[] labels(String name) {
		return name.substring(0, name.length() - 1).split("\\.", -1);
	}

}
