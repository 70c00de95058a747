package dev.daprinvoke.process.log;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeTests {

	@ParameterizedTest
	@CsvSource({ "dapr.runtime,dapr.runtime", "dapr.runtime.http-info,dapr.runtime.http-info",
			"dev.daprinvoke.sidecar.Main,dapr.runtime", "dev.daprinvoke.sidecar.flags.Usage,dapr.runtime.flags",
			"dev.daprinvoke.resolve.mdns.MdnsResolver,dapr.runtime.resolve.mdns",
			"dev.daprinvoke.Something,dapr.runtime", "io.netty.util.Recycler,io.netty.util.Recycler" })
	void whenLoggerHasANameThenItsScopeFollows(String logger, String scope) {
		assertThat(Scope.of(logger)).isEqualTo(scope);
	}

}
