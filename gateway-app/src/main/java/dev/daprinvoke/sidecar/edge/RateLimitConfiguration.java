package dev.daprinvoke.sidecar.edge;

import org.springframework.cloud.gateway.support.ConfigurationService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import dev.daprinvoke.spring.gateway.ratelimit.EverybodyKeyResolver;
import dev.daprinvoke.spring.gateway.ratelimit.InMemoryRateLimiter;
import dev.daprinvoke.spring.gateway.ratelimit.RemoteAddressKeyResolver;

/**
 * What Gateway's {@code RequestRateLimiter} needs so that YAML alone sets it up: without
 * a limiter and a key resolver the filter does not exist. The names of the beans are what
 * users write: {@code key-resolver: "#{@everybody}"}.
 */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

	@Bean
	InMemoryRateLimiter inMemoryRateLimiter(ConfigurationService configuration) {
		return new InMemoryRateLimiter(configuration);
	}

	@Bean
	@Primary
	RemoteAddressKeyResolver remoteAddress() {
		return new RemoteAddressKeyResolver();
	}

	@Bean
	EverybodyKeyResolver everybody() {
		return new EverybodyKeyResolver();
	}

}
