package dev.daprinvoke.autoconfigure.client;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.daprinvoke.transport.sidecar.SidecarProbe;

/**
 * Auto-configuration of the sidecar's info, {@code dapr}; needs Spring Boot's actuator.
 */
@AutoConfiguration(after = DaprInvokeAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBooleanProperty(name = "dapr.invoke.enabled", matchIfMissing = true)
@ConditionalOnEnabledInfoContributor("dapr")
public final class DaprSidecarInfoAutoConfiguration {

	@Bean
	@ConditionalOnBean(SidecarProbe.class)
	@ConditionalOnMissingBean(name = "daprInfoContributor")
	SidecarInfo daprInfoContributor(SidecarProbe probe) {
		return new SidecarInfo(probe);
	}

}
