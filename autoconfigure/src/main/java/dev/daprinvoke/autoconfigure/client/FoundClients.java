package dev.daprinvoke.autoconfigure.client;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.core.type.AnnotationMetadata;

import dev.daprinvoke.spring.client.service.ClientRegistrar;

/**
 * Registers the clients in the application's own packages.
 */
final class FoundClients extends ClientRegistrar {

	private @Nullable BeanFactory beans;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beans = beanFactory;
	}

	@Override
	protected void registerHttpServices(GroupRegistry registry, AnnotationMetadata importing) {
		if (this.beans != null && AutoConfigurationPackages.has(this.beans)) {
			registerFound(registry, AutoConfigurationPackages.get(this.beans));
		}
	}

}
