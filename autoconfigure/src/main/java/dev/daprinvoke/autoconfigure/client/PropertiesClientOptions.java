package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.spring.client.service.CallSettings;
import dev.daprinvoke.spring.client.service.ClientOptions;
import dev.daprinvoke.spring.client.service.RetrySettings;

/**
 * What properties say about clients.
 */
final class PropertiesClientOptions implements ClientOptions {

	private final Map<String, DaprInvokeProperties.Client> clients;

	PropertiesClientOptions(DaprInvokeProperties properties) {
		this.clients = properties.clients();
	}

	@Override
	public CallSettings of(String id, String method) {
		DaprInvokeProperties.Client client = this.clients.get(id);
		if (client == null) {
			return CallSettings.NONE;
		}
		DaprInvokeProperties.Method own = client.methods().get(method);
		CallSettings all = settings("dapr.invoke.clients." + id, client.timeout(), client.retry(), client.fallback());
		return (own == null) ? all : settings("dapr.invoke.clients." + id + ".methods." + method, own.timeout(),
				own.retry(), own.fallback())
			.orElse(all);
	}

	private static CallSettings settings(String prefix, @Nullable Duration timeout,
			DaprInvokeProperties.@Nullable Retry retry, @Nullable Class<?> fallback) {
		try {
			return new CallSettings(timeout, (retry != null) ? new RetrySettings(retry.maxAttempts(), retry.delay(),
					retry.maxDelay(), retry.statuses(), retry.allVerbs()) : null, fallback);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(prefix + "." + ex.getMessage(), ex);
		}
	}

}
