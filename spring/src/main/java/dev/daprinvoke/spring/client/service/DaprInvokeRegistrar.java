package dev.daprinvoke.spring.client.service;

import org.springframework.core.type.AnnotationMetadata;
import org.springframework.web.service.registry.AbstractHttpServiceRegistrar;

/**
 * Registers the clients that {@link dev.daprinvoke.spring.client.EnableDaprInvoke} names.
 */
public final class DaprInvokeRegistrar extends AbstractHttpServiceRegistrar {

	@Override
	protected void registerHttpServices(GroupRegistry registry, AnnotationMetadata importing) {
	}

}
