package dev.daprinvoke.autoconfigure.client;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;

import dev.daprinvoke.spring.client.service.ClientRegistrar;

/**
 * Registers the clients in the application's own packages.
 */
final class FoundClients extends ClientRegistrar {

	private static final String SHARED_READERS = "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

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

	// The component scan has read the same classes.
	@Override
	protected @Nullable MetadataReaderFactory readers() {
		return (this.beans != null && this.beans.containsBean(SHARED_READERS))
				? this.beans.getBean(SHARED_READERS, MetadataReaderFactory.class) : null;
	}

}
