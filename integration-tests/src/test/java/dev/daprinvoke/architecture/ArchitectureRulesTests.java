package dev.daprinvoke.architecture;

import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.harness.Workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each rule against a fixture that breaks it: a check that cannot fail is no check.
 */
class ArchitectureRulesTests {

	private static final String FIXTURE = "dev.daprinvoke.architecture.fixture";

	private static final Path MAP = Workspace.root()
		.resolve("integration-tests/src/test/resources/architecture-fixture.puml");

	@Test
	void whenAnImportHasNoArrowThenTheMapRuleFails() {
		assertBroken(ArchitectureRules.followTheMap(MAP, FIXTURE + ".."), "left", "right")
			.withMessageContaining("FromRightToLeft")
			.withMessageNotContaining("FromLeftToRight.other()");
	}

	@Test
	void whenALibraryHasNoArrowThenTheMapRuleFails() {
		assertBroken(ArchitectureRules.followTheMap(MAP, FIXTURE + ".."), "wire")
			.withMessageContaining("io.grpc.Status");
	}

	@Test
	void whenAPackageIsNotOnTheMapThenTheMapRuleFails() {
		assertBroken(ArchitectureRules.followTheMap(MAP, FIXTURE + ".."), "unmapped")
			.withMessageContaining("Stranger is not contained in any component");
	}

	@Test
	void whenSpringIsUsedThenTheSpringRuleFails() {
		assertBroken(ArchitectureRules.useNoSpring(FIXTURE + ".spring.."), "spring")
			.withMessageContaining("org.springframework.util.StringUtils");
	}

	@Test
	void whenGrpcIsUsedElsewhereThenTheGrpcRuleFails() {
		assertBroken(ArchitectureRules.leaveGrpcTo(FIXTURE + ".."), "wire").withMessageContaining("io.grpc.Status");
		assertThat(ArchitectureRules.leaveGrpcTo(FIXTURE + "..", FIXTURE + ".wire..")
			.allowEmptyShould(true)
			.evaluate(code("wire"))
			.hasViolation()).isFalse();
	}

	@Test
	void whenPackagesImportEachOtherThenTheCycleRuleFails() {
		assertBroken(ArchitectureRules.haveNoCycles(FIXTURE), "left", "right").withMessageContaining("Cycle detected");
	}

	@Test
	void whenSomethingWaitsThenTheWaitRuleFindsEachOfThem() {
		assertBroken(ArchitectureRules.neverWait(FIXTURE + ".blocking.."), "blocking")
			.withMessageContaining("Mono.block()")
			.withMessageContaining("Flux.toIterable()")
			.withMessageContaining("Thread.sleep(")
			.withMessageContaining("Future.get(")
			.withMessageContaining("CountDownLatch.await(");
	}

	@Test
	void whenAPackageIsNotMarkedThenTheNullRuleFails() {
		assertBroken(ArchitectureRules.sayWhatMayBeNull(FIXTURE + ".."), "unmarked")
			.withMessageContaining("fixture.unmarked, which is not @NullMarked");
		assertThat(ArchitectureRules.sayWhatMayBeNull(FIXTURE + "..").evaluate(code("mapped")).hasViolation())
			.isFalse();
	}

	private static ThrowableAssertAlternative<AssertionError> assertBroken(ArchRule rule, String... packages) {
		JavaClasses code = code(packages);
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.check(code));
	}

	private static JavaClasses code(String... packages) {
		String[] names = new String[packages.length];
		for (int i = 0; i < packages.length; i++) {
			names[i] = FIXTURE + "." + packages[i];
		}
		return new ClassFileImporter().importPackages(names);
	}

}
