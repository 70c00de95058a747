package dev.daprinvoke.architecture;

import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.harness.Workspace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code as it is against the rules as they are written.
 */
class ArchitectureTests {

	private static final String[] ENGINE = { "dev.daprinvoke.protocol..", "dev.daprinvoke.target..",
			"dev.daprinvoke.message..", "dev.daprinvoke.error..", "dev.daprinvoke.call..", "dev.daprinvoke.resource..",
			"dev.daprinvoke.policy..", "dev.daprinvoke.resolve..", "dev.daprinvoke.observe..",
			"dev.daprinvoke.identity..", "dev.daprinvoke.transport..", "dev.daprinvoke.invoke.." };

	private static JavaClasses code;

	@BeforeAll
	static void read() {
		code = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.withImportOption(ArchitectureTests::isNoTestJar)
			.importPackages("dev.daprinvoke");
	}

	private static boolean isNoTestJar(Location location) {
		return !location.contains("-tests.jar");
	}

	@Test
	void whenTheCodeIsReadThenEveryModuleIsThere() {
		assertThat(code).extracting("packageName")
			.contains("dev.daprinvoke.target", "dev.daprinvoke.protocol.internals", "dev.daprinvoke.resolve.mdns",
					"dev.daprinvoke.invoke", "dev.daprinvoke.resolve.sqlite", "dev.daprinvoke.spring.gateway",
					"dev.daprinvoke.spring.client", "dev.daprinvoke.autoconfigure.client", "dev.daprinvoke.sidecar",
					"dev.daprinvoke.process.flags", "dev.daprinvoke.sentry.server")
			.doesNotContain("dev.daprinvoke.harness");
	}

	@Test
	void whenAPackageImportsAnotherThenTheMapHasThatArrow() {
		ArchitectureRules.followTheMap(Workspace.root().resolve("docs/architecture.puml"), "dev.daprinvoke..")
			.check(code);
	}

	@Test
	void whenInTheEngineThenThereIsNoSpring() {
		ArchitectureRules.useNoSpring(ENGINE).check(code);
	}

	@Test
	void whenAwayFromTheWireThenThereIsNoGrpc() {
		ArchitectureRules
			.leaveGrpcTo("dev.daprinvoke..", "dev.daprinvoke.protocol..", "dev.daprinvoke.transport..",
					"dev.daprinvoke.identity..", "dev.daprinvoke.sidecar.api..", "dev.daprinvoke.spring.client.grpc..",
					"dev.daprinvoke.autoconfigure.client.grpc..", "dev.daprinvoke.sentry.server..")
			.check(code);
	}

	@Test
	void whenPackagesImportEachOtherThenNotInACircle() {
		ArchitectureRules.haveNoCycles("dev.daprinvoke").check(code);
	}

	@Test
	void whenOnTheWayOfACallThenNothingWaits() {
		// Blocking clients wait in spring.client.http, and nowhere else.
		List<String> packages = new ArrayList<>(List.of(ENGINE));
		packages.addAll(List.of("dev.daprinvoke.spring.gateway..", "dev.daprinvoke.spring.client",
				"dev.daprinvoke.spring.client.service..", "dev.daprinvoke.spring.client.reactive..",
				"dev.daprinvoke.spring.client.grpc..", "dev.daprinvoke.sidecar.edge..",
				"dev.daprinvoke.sidecar.api.."));
		ArchitectureRules.neverWait(packages.toArray(String[]::new)).check(code);
	}

	@Test
	void whenAPackageIsOursThenItSaysWhatMayBeNull() {
		ArchitectureRules.sayWhatMayBeNull("dev.daprinvoke..", "dev.daprinvoke.protocol..").check(code);
	}

}
