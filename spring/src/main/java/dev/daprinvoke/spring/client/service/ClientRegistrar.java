package dev.daprinvoke.spring.client.service;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.web.service.registry.AbstractHttpServiceRegistrar;

/**
 * Hands clients to Spring's registry of HTTP services.
 */
public abstract class ClientRegistrar extends AbstractHttpServiceRegistrar {

	private @Nullable Environment environment;

	private @Nullable ResourceLoader resources;

	@Override
	public void setEnvironment(Environment environment) {
		super.setEnvironment(environment);
		this.environment = environment;
	}

	@Override
	public void setResourceLoader(ResourceLoader resourceLoader) {
		super.setResourceLoader(resourceLoader);
		this.resources = resourceLoader;
	}

	/**
	 * Registers the clients in packages and those below them.
	 * @param registry where to
	 * @param packages the names of the packages
	 * @throws InvalidClientException if one of them cannot be made
	 */
	protected final void registerFound(GroupRegistry registry, Collection<String> packages) {
		if (this.environment == null || this.resources == null) {
			throw new IllegalStateException("the registrar is not part of an application context");
		}
		register(registry, new ClientScanner(this.environment, this.resources, readers()).find(packages));
	}

	/**
	 * Reads what classes say of themselves. Whoever has read the application's classes
	 * before need not do so again.
	 * @return the reader, or {@code null} for one of its own
	 */
	protected @Nullable MetadataReaderFactory readers() {
		return null;
	}

	/**
	 * Registers clients, unless {@code dapr.invoke.enabled} is {@code false}: they would
	 * have nobody to make their calls.
	 * @param registry where to
	 * @param types their interfaces
	 * @throws InvalidClientException if one of them cannot be made
	 */
	protected final void register(GroupRegistry registry, List<Class<?>> types) {
		if (this.environment != null && !this.environment.getProperty("dapr.invoke.enabled", Boolean.class, true)) {
			return;
		}
		for (Class<?> type : types) {
			ClientType client = ClientType.of(type);
			client.check((this.resources != null) ? this.resources.getClassLoader() : null);
			registry.forGroup(client.group(), client.transport()).registerTypeNames(type.getName());
		}
	}

}
