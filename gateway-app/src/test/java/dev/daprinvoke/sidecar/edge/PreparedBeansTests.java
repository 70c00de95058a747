package dev.daprinvoke.sidecar.edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which properties leave the beans as packaging prepared them.
 */
class PreparedBeansTests {

	@ParameterizedTest
	@ValueSource(strings = { "dapr.invoke.edge.lane", "spring.cloud.gateway.server.webflux.routes",
			"spring.cloud.gateway.server.webflux.routes[0].predicates[1]",
			"spring.cloud.gateway.server.webflux.defaultFilters[0]",
			"spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].allowedOrigins" })
	void whenAPropertyIsReadOnceTheBeansAreThereThenTheyAreTaken(String property) {
		assertThat(PreparedBeans.isHarmless(property)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cloud.gateway.server.webflux.enabled", "spring.main.lazy-initialization",
			"spring.cloud.gateway.server.webflux.global-filter.adapt-cached-body.enabled",
			"spring.cloud.gateway.server.webflux.filter.strip-prefix.enabled",
			"spring.cloud.gateway.server.webflux.httpclient.pool.type", "spring.cloud.gateway.routes[0].id", "debug" })
	void whenAPropertyMaySwitchABeanThenTheyAreSearchedFor(String property) {
		assertThat(PreparedBeans.isHarmless(property)).isFalse();
	}

}
