package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.daprinvoke.transport.sidecar.SidecarProbe;

/**
 * Auto-configuration of the sidecar's health, {@code daprSidecar}; needs Spring Boot's
 * health module.
 */
@AutoConfiguration(after = DaprInvokeAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("dapr-sidecar")
public final class DaprSidecarHealthAutoConfiguration {

	@Bean
	@ConditionalOnBean(SidecarProbe.class)
	@ConditionalOnMissingBean(name = "daprSidecarHealthIndicator")
	SidecarHealth daprSidecarHealthIndicator(SidecarProbe probe) {
		return new SidecarHealth(probe);
	}

}
