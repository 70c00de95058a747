package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * Makes declared clients the primary beans of their type: a fallback that is a bean may
 * implement the same interface.
 */
public final class PrimaryClients implements BeanDefinitionRegistryPostProcessor {

	/** Where Spring's registrar notes the group of a client. */
	static final String GROUP = "httpServiceGroupName";

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
		for (String name : factory.getBeanDefinitionNames()) {
			BeanDefinition definition = factory.getBeanDefinition(name);
			String type = definition.getBeanClassName();
			if (ClientGroups.isName(definition.getAttribute(GROUP)) && type != null
					&& isClient(type, factory.getBeanClassLoader()) && !hasPrimary(type, factory)) {
				definition.setPrimary(true);
			}
		}
	}

	private static boolean hasPrimary(String type, ConfigurableListableBeanFactory factory) {
		Class<?> client = ClassUtils.resolveClassName(type, factory.getBeanClassLoader());
		for (String name : factory.getBeanDefinitionNames()) {
			BeanDefinition definition = factory.getBeanDefinition(name);
			if (definition.isPrimary() && !definition.hasAttribute(GROUP) && factory.isTypeMatch(name, client)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isClient(String type, @Nullable ClassLoader classLoader) {
		return AnnotatedElementUtils.hasAnnotation(ClassUtils.resolveClassName(type, classLoader), DaprInvoke.class);
	}

}
