package dev.daprinvoke.architecture;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

/**
 * The rules of the house, each with its because. Packages are parameters so that each
 * rule is itself tried on code that breaks it.
 */
final class ArchitectureRules {

	/** Libraries that only some rooms may use; each is a component of the map. */
	private static final String[] RESTRICTED_LIBRARIES = { "com.google.protobuf..", "io.grpc..", "io.netty.bootstrap..",
			"io.netty.channel..", "io.netty.handler..", "io.netty.resolver..", "reactor.netty..", "org.yaml..",
			"org.sqlite..", "org.springframework..", "org.bouncycastle..", "com.nimbusds.." };

	private static final DescribedPredicate<JavaCall<?>> WAITING_CALL = DescribedPredicate
		.describe("wait for something", (call) -> isWaiting(call.getTarget()));

	private ArchitectureRules() {
	}

	/**
	 * The map.
	 * @param diagram the PlantUML file
	 * @param ownPackages all of our own code
	 */
	static ArchRule followTheMap(Path diagram, String ownPackages) {
		String[] considered = Arrays.copyOf(RESTRICTED_LIBRARIES, RESTRICTED_LIBRARIES.length + 1);
		considered[RESTRICTED_LIBRARIES.length] = ownPackages;
		return classes().that()
			.resideInAPackage(ownPackages)
			.should(adhereToPlantUmlDiagram(url(diagram),
					consideringOnlyDependenciesInAnyPackage(ownPackages, RESTRICTED_LIBRARIES)))
			.because("docs/architecture.puml is the architecture: an import without an arrow is either a mistake or"
					+ " a change of architecture, which starts with the picture");
	}

	static ArchRule useNoSpring(String... engine) {
		return noClasses().that()
			.resideInAnyPackage(engine)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.because("the engine is also used where there is no Spring, and Spring's calendar is not its own");
	}

	static ArchRule leaveGrpcTo(String all, String... allowed) {
		return noClasses().that()
			.resideInAPackage(all)
			.and()
			.resideOutsideOfPackages(allowed)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.grpc..")
			.because("gRPC is optional for apps that call through a sidecar, and a wire's library must not shape the"
					+ " pipeline's types");
	}

	static ArchRule haveNoCycles(String root) {
		return slices().matching(root + ".(**)")
			.should()
			.beFreeOfCycles()
			.because("packages that import each other are one package with two names");
	}

	static ArchRule neverWait(String... packages) {
		return noClasses().that()
			.resideInAnyPackage(packages)
			.and()
			.doNotHaveFullyQualifiedName("dev.daprinvoke.sidecar.edge.ApiServer")
			.and()
			.areNotAssignableTo("org.springframework.boot.web.server.WebServer")
			.should()
			.callCodeUnitWhere(WAITING_CALL)
			.because("an event loop that waits makes every call on it wait; what must block has a scheduler of its own."
					+ " ApiServer, and Boot's WebServer around it, are started and stopped by the main thread, which has to wait");
	}

	static ArchRule sayWhatMayBeNull(String own, String... generated) {
		return classes().that()
			.resideInAPackage(own)
			.and()
			.resideOutsideOfPackages(generated)
			.should(resideInANullMarkedPackage())
			.because("the null checks of the build see only marked packages; add the annotation to package-info.java");
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a @NullMarked package") {
			@Override
			public void check(JavaClass item, ConditionEvents events) {
				boolean marked = item.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
				events.add(new SimpleConditionEvent(item, marked,
						item.getName() + " is in " + item.getPackageName() + ", which is not @NullMarked"));
			}
		};
	}

	private static boolean isWaiting(CodeUnitCallTarget target) {
		JavaClass owner = target.getOwner();
		String name = target.getName();
		if (owner.getName().startsWith("reactor.core.publisher.")) {
			return name.startsWith("block") || name.equals("toIterable") || name.equals("toStream");
		}
		return (owner.isEquivalentTo(Thread.class) && (name.equals("sleep") || name.equals("join")))
				|| (owner.isAssignableTo(Future.class) && name.equals("get"))
				|| (owner.isAssignableTo(CompletableFuture.class) && name.equals("join"))
				|| (owner.isAssignableTo(BlockingQueue.class) && (name.equals("take") || name.equals("put")))
				|| (owner.isEquivalentTo(CountDownLatch.class) && name.equals("await"))
				|| (owner.isAssignableTo("io.netty.util.concurrent.Future")
						&& (name.startsWith("sync") || name.startsWith("await")));
	}

	private static URL url(Path file) {
		try {
			return file.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException("file: " + file + " (expected: a path)", ex);
		}
	}

}
