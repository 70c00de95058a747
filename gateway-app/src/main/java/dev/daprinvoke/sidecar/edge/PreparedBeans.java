package dev.daprinvoke.sidecar.edge;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Decides whether Spring takes the beans as packaging prepared them. Which ones there are
 * was settled then, with nothing written by users; so as soon as they write a property
 * that could switch a bean on or off, Spring searches for its beans as it does anywhere.
 */
final class PreparedBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.http");

	private static final String INITIALIZER = GatewayApplication.class.getName() + "__ApplicationContextInitializer";

	/** What is read when the beans are there. */
	private static final List<ConfigurationPropertyName> HARMLESS = List.of(ConfigurationPropertyName.of("dapr.invoke"),
			ConfigurationPropertyName.of("spring.cloud.gateway.server.webflux.routes"),
			ConfigurationPropertyName.of("spring.cloud.gateway.server.webflux.default-filters"),
			ConfigurationPropertyName.of("spring.cloud.gateway.server.webflux.globalcors"));

	@Override
	public int getOrder() {
		// Behind the one that reads the files.
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		// Packaging itself never builds upon what it made before.
		boolean prepared = !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				&& ClassUtils.isPresent(INITIALIZER, getClass().getClassLoader());
		String other = null;
		for (PropertySource<?> source : event.getEnvironment().getPropertySources()) {
			if (other == null && source instanceof OriginTrackedMapPropertySource written) {
				other = firstOther(written.getPropertyNames());
			}
		}
		if (prepared && other != null) {
			log.info("Spring looks for its beans, which takes longer, as the configuration sets {}", other);
		}
		// Read by name whenever it is asked for, so a restart may decide otherwise.
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, Boolean.toString(prepared && other == null));
	}

	private static @Nullable String firstOther(String[] names) {
		return Arrays.stream(names).filter((name) -> !isHarmless(name)).findFirst().orElse(null);
	}

	static boolean isHarmless(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		return HARMLESS.stream().anyMatch((harmless) -> harmless.equals(name) || harmless.isAncestorOf(name));
	}

}
