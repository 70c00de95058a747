package dev.daprinvoke.spring.client.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * Finds interfaces annotated with {@link DaprInvoke} on the class path.
 */
final class ClientScanner {

	private final ClassPathScanningCandidateComponentProvider scanner = new Candidates();

	private final @Nullable ClassLoader classLoader;

	/**
	 * Creates the scanner.
	 * @param environment decides about profiles
	 * @param resources where classes are
	 * @param readers reads what classes say of themselves, {@code null} for one's own
	 */
	ClientScanner(Environment environment, ResourceLoader resources, @Nullable MetadataReaderFactory readers) {
		this.scanner.setEnvironment(environment);
		this.scanner.setResourceLoader(resources);
		if (readers != null) {
			this.scanner.setMetadataReaderFactory(readers);
		}
		this.scanner.addIncludeFilter(new AnnotationTypeFilter(DaprInvoke.class));
		this.classLoader = resources.getClassLoader();
	}

	/**
	 * Looks into packages and those below them.
	 * @param packages their names
	 * @return the interfaces
	 */
	List<Class<?>> find(Collection<String> packages) {
		Set<String> names = new LinkedHashSet<>();
		for (String each : packages) {
			for (BeanDefinition found : this.scanner.findCandidateComponents(each)) {
				names.add(String.valueOf(found.getBeanClassName()));
			}
		}
		List<Class<?>> types = new ArrayList<>(names.size());
		names.forEach((name) -> types.add(ClassUtils.resolveClassName(name, this.classLoader)));
		return types;
	}

	private static final class Candidates extends ClassPathScanningCandidateComponentProvider {

		Candidates() {
			super(false);
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return definition.getMetadata().isIndependent() && !definition.getMetadata().isAnnotation();
		}

	}

}
