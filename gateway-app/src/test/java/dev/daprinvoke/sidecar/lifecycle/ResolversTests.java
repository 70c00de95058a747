package dev.daprinvoke.sidecar.lifecycle;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.resolve.NameResolver;
import dev.daprinvoke.resource.NameResolution;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Platform contract, section 3.1: names, versions, and what cannot be had.
 */
class ResolversTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Resolvers resolvers = new Resolvers(() -> {
	});

	@ParameterizedTest
	@CsvSource({ "nameformat, ''", "NameFormat, v1", "nameformat, V1" })
	void whenTheResolverIsKnownThenItIsMade(String component, String version) {
		NameResolver resolver = open(component, version);
		assertThat(resolver).isNotSameAs(Resolvers.MISSING);
		resolver.close().block(LIMIT);
	}

	@ParameterizedTest
	@CsvSource({ "nameformat, v2", "mdns, v9", "sqlite, 1", "structuredformat, ''", "consul, v1" })
	void whenThereIsNoSuchResolverThenCallsFailAndTheSidecarStays(String component, String version) {
		NameResolver resolver = open(component, version);
		StepVerifier.create(resolver.resolve(new AppTarget("cart", new AppId("cart"), new Namespace("default"))))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(NameResolutionException.class)
				.hasMessage("name resolver not initialized"));
	}

	private NameResolver open(String component, String version) {
		return this.resolvers.open(new NameResolution(component, version, Map.of("format", "{appid}.test")))
			.blockOptional(LIMIT)
			.orElseThrow();
	}

}
