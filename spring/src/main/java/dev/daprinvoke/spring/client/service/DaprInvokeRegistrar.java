package dev.daprinvoke.spring.client.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers the clients that {@link EnableDaprInvoke} names.
 */
public final class DaprInvokeRegistrar extends ClientRegistrar {

	@Override
	protected void registerHttpServices(GroupRegistry registry, AnnotationMetadata importing) {
		MergedAnnotation<EnableDaprInvoke> enable = importing.getAnnotations().get(EnableDaprInvoke.class);
		List<Class<?>> clients = Arrays.asList(enable.getClassArray("clients"));
		register(registry, clients);
		List<String> packages = new ArrayList<>(List.of(enable.getStringArray("basePackages")));
		for (Class<?> each : enable.getClassArray("basePackageClasses")) {
			packages.add(each.getPackageName());
		}
		if (clients.isEmpty() && packages.isEmpty()) {
			packages.add(ClassUtils.getPackageName(importing.getClassName()));
		}
		registerFound(registry, packages);
	}

}
