package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import dev.daprinvoke.spring.client.service.CallSettings;
import dev.daprinvoke.spring.client.service.ClientOptions;
import dev.daprinvoke.spring.client.service.RetrySettings;

/**
 * What properties say about clients. What they say about clients and methods that nobody
 * has is told once, when the application starts.
 */
final class PropertiesClientOptions implements ClientOptions, SmartInitializingSingleton {

	private static final Logger log = LoggerFactory.getLogger(PropertiesClientOptions.class);

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]+");

	private static final Pattern DROPPED = Pattern.compile("[^A-Za-z0-9]");

	private final Map<String, Client> clients = new HashMap<>();

	/** The methods that there are, by app id, until the application has started. */
	private @Nullable Map<String, Set<String>> asked;

	PropertiesClientOptions(DaprInvokeProperties properties) {
		properties.clients()
			.forEach((id, client) -> this.clients.put(id, Client.of("dapr.invoke.clients", id, client)));
		this.asked = this.clients.isEmpty() ? null : new HashMap<>();
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, Set<String>> asked = this.asked;
		if (asked == null) {
			return;
		}
		this.asked = null;
		Map<String, Set<String>> named = new HashMap<>();
		this.clients.forEach((id, client) -> named.put(id, client.methods().keySet()));
		List<String> unused = new UnusedNames(PropertiesClientOptions::means).of(named, asked);
		if (!unused.isEmpty()) {
			log.warn("Properties that have no effect: {}.", String.join("; ", unused));
		}
	}

	@Override
	public CallSettings of(String id, String method) {
		if (this.asked != null) {
			this.asked.computeIfAbsent(id, (key) -> new HashSet<>()).add(method);
		}
		Client client = find(this.clients, id);
		if (client == null) {
			return CallSettings.NONE;
		}
		CallSettings own = find(client.methods, method);
		return (own != null) ? own.orElse(client.settings) : client.settings;
	}

	// Names that come from environment variables are in lower case, letters and digits
	// only; those of files may have dashes, as Boot's own.
	private static <T> @Nullable T find(Map<String, T> all, String name) {
		T found = all.get(name);
		found = (found != null) ? found : all.get(DataObjectPropertyName.toDashedForm(name));
		return (found != null) ? found : all.get(relaxed(name));
	}

	private static boolean means(String key, String name) {
		return key.equals(name) || key.equals(DataObjectPropertyName.toDashedForm(name)) || key.equals(relaxed(name));
	}

	private static String relaxed(String name) {
		return DROPPED.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
	}

	static String key(String map, String key) {
		return PLAIN.matcher(key).matches() ? map + "." + key + "." : map + "[" + key + "].";
	}

	private static CallSettings settings(String prefix, @Nullable Duration timeout,
			DaprInvokeProperties.@Nullable Retry retry, @Nullable Class<?> fallback) {
		RetrySettings repeated = (retry == null) ? null
				: named(prefix + "retry.", () -> new RetrySettings(retry.maxAttempts(), retry.delay(), retry.maxDelay(),
						retry.statuses(), retry.allVerbs()));
		return named(prefix, () -> new CallSettings(timeout, repeated, fallback));
	}

	private static <T> T named(String prefix, Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(prefix + ex.getMessage(), ex);
		}
	}

	/** What is said about a client, and about its methods. */
	private record Client(CallSettings settings, Map<String, CallSettings> methods) {

		static Client of(String map, String id, DaprInvokeProperties.Client client) {
			String prefix = key(map, id);
			Map<String, CallSettings> methods = new HashMap<>();
			client.methods()
				.forEach((name, method) -> methods.put(name, PropertiesClientOptions
					.settings(key(prefix + "methods", name), method.timeout(), method.retry(), method.fallback())));
			return new Client(
					PropertiesClientOptions.settings(prefix, client.timeout(), client.retry(), client.fallback()),
					methods);
		}

	}

}
