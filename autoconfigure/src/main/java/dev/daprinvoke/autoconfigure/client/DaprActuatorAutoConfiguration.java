package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.daprinvoke.transport.sidecar.SidecarProbe;

/**
 * Auto-configuration of what the actuator tells about the sidecar: its health as
 * {@code daprSidecar}, and its info as {@code dapr}.
 */
@AutoConfiguration(after = DaprInvokeAutoConfiguration.class)
@ConditionalOnBean(SidecarProbe.class)
public final class DaprActuatorAutoConfiguration {

	/** Needs Spring Boot's health module. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnEnabledHealthIndicator("dapr-sidecar")
	static class Health {

		@Bean
		@ConditionalOnMissingBean(name = "daprSidecarHealthIndicator")
		SidecarHealth daprSidecarHealthIndicator(SidecarProbe probe) {
			return new SidecarHealth(probe);
		}

	}

	/** Needs Spring Boot's actuator. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
	@ConditionalOnEnabledInfoContributor("dapr")
	static class Info {

		@Bean
		@ConditionalOnMissingBean(name = "daprInfoContributor")
		SidecarInfo daprInfoContributor(SidecarProbe probe) {
			return new SidecarInfo(probe);
		}

	}

}
