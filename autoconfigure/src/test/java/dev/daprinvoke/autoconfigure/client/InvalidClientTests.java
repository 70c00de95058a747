package dev.daprinvoke.autoconfigure.client;

import java.io.InputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprTimeout;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application says as it starts, or rather does not, with a client that cannot be
 * made.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidClientTests {

	private static final String CORRECT = "@GetExchange, @PostExchange or the like";

	static Stream<Arguments> clients() {
		return Stream.of(
				Arguments.of(NoId.class, "@DaprInvoke on " + NoId.class.getName() + " names no app.",
						"Say whom to call: @DaprInvoke(\"<app id>\")."),
				Arguments.of(Unresolvable.class,
						"The app id \"${no.such.key}\" of " + Unresolvable.class.getName() + " cannot be resolved:",
						"Set the property, or give it a default: ${name:cart}."),
				Arguments.of(EmptyPlaceholder.class,
						"The app id \"\" of " + EmptyPlaceholder.class.getName() + " is not valid:",
						"Use an app id such as cart"),
				Arguments.of(Malformed.class, "The app id \"a.b.c\" of " + Malformed.class.getName() + " is not valid:",
						"Use an app id such as cart, an id with its namespace such as cart.production, or a URL."),
				Arguments.of(NoInterface.class,
						"@DaprInvoke stands on " + NoInterface.class.getName() + ", which is no interface.",
						"Declare the client as an interface."),
				Arguments.of(NotAnnotated.class, NotAnnotated.class.getName() + " is no client: it lacks @DaprInvoke.",
						"Annotate it with @DaprInvoke(\"<app id>\")."),
				Arguments.of(NoExchange.class, "The method NoExchange.item says nothing about its request.", CORRECT),
				Arguments.of(Nothing.class, "The client " + Nothing.class.getName() + " has no method that calls",
						CORRECT),
				Arguments.of(NoFallback.class,
						"The fallback " + Other.class.getName() + " has no method for NoFallback.item.",
						"Let it implement NoFallback, or give it a method with this name, these parameters"),
				Arguments.of(NoPlace.class,
						"The parameter String name of " + NoPlace.class.getName()
								+ ".item says nothing about its place in the request.",
						"Annotate it with @RequestBody, @PathVariable, @RequestParam, @RequestHeader or the like"),
				Arguments.of(MixedAnswer.class,
						"The method MixedAnswer.export returns an InputStream, which WebClient does not read,"
								+ " and MixedAnswer has reactive methods",
						"Move it to an interface of its own, or use Flux<DataBuffer>."),
				Arguments.of(MixedEntity.class, "The method MixedEntity.export returns an InputStream",
						"Move it to an interface of its own, or use Flux<DataBuffer>."),
				Arguments.of(MixedBody.class,
						"The method MixedBody.upload takes an InputStream as its body, which WebClient does not write,",
						"Move it to an interface of its own, or use Flux<DataBuffer>."),
				Arguments.of(ReactiveStream.class, "The method ReactiveStream.export returns an InputStream",
						"Use Flux<DataBuffer>."),
				Arguments.of(BadTimeout.class, "value: \"soon\" (expected: a duration such as 500ms or 2s)",
						"Correct the annotation."));
	}

	private static SpringApplicationBuilder application(Class<?> client) {
		return new SpringApplicationBuilder(Mesh.class).web(WebApplicationType.NONE)
			.initializers((context) -> ((org.springframework.context.support.GenericApplicationContext) context)
				.registerBean(configuration(client)));
	}

	private static Class<?> configuration(Class<?> client) {
		return Stream.of(InvalidClientTests.class.getDeclaredClasses())
			.filter((type) -> type.isAnnotationPresent(EnableDaprInvoke.class)
					&& type.getAnnotation(EnableDaprInvoke.class).clients()[0] == client)
			.findFirst()
			.orElseThrow();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void whenAClientCannotBeMadeThenTheStartSaysWhyAndWhatToDo(Class<?> client, String description, String action,
			CapturedOutput output) {
		assertThatException().isThrownBy(() -> application(client).run());
		assertThat(output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	@Test
	void whenAReactiveClientHasNoWebClientThenTheStartSaysWhatToAdd(CapturedOutput output) {
		ClassLoader without = new FilteredClassLoader("org.springframework.boot.webclient",
				"org.springframework.web.reactive.function.client");
		assertThatException()
			.isThrownBy(() -> application(Reactive.class).resourceLoader(new DefaultResourceLoader(without)).run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The method Reactive.item returns Mono, which needs WebClient, and that is not on the class")
			.contains("Add org.springframework.boot:spring-boot-starter-webclient, or return the value itself.");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Mesh {

		@Bean
		FakeMesh mesh() {
			return new FakeMesh();
		}

	}

	@DaprInvoke("")
	interface NoId {

		@GetExchange
		String item();

	}

	@DaprInvoke("${no.such.key}")
	interface Unresolvable {

		@GetExchange
		String item();

	}

	@DaprInvoke("${no.such.key:}")
	interface EmptyPlaceholder {

		@GetExchange
		String item();

	}

	@DaprInvoke("a.b.c")
	interface Malformed {

		@GetExchange
		String item();

	}

	@DaprInvoke("cart")
	abstract static class NoInterface {

		@GetExchange
		abstract String item();

	}

	interface NotAnnotated {

		@GetExchange
		String item();

	}

	@DaprInvoke("cart")
	interface NoExchange {

		String item();

	}

	@DaprInvoke("cart")
	interface Nothing {

	}

	@DaprInvoke("cart")
	@DaprFallback(Other.class)
	interface NoFallback {

		@GetExchange
		String item();

	}

	@DaprInvoke("cart")
	@DaprTimeout("soon")
	interface BadTimeout {

		@GetExchange
		String item();

	}

	@DaprInvoke("cart")
	interface NoPlace {

		@GetExchange
		String item(String name);

	}

	@DaprInvoke("cart")
	interface Reactive {

		@GetExchange
		Mono<String> item();

	}

	@DaprInvoke("cart")
	interface MixedAnswer {

		@GetExchange
		Mono<String> item();

		@GetExchange
		InputStream export();

	}

	interface Exporting<T> {

		@GetExchange
		ResponseEntity<T> export();

	}

	@DaprInvoke("cart")
	interface MixedEntity extends Exporting<InputStream> {

		@GetExchange
		Mono<String> item();

	}

	@DaprInvoke("cart")
	interface MixedBody {

		@GetExchange
		Mono<String> item();

		@PostExchange
		void upload(@RequestBody InputStream bytes);

	}

	@DaprInvoke("cart")
	interface ReactiveStream {

		@GetExchange
		Mono<InputStream> export();

	}

	static class Other {

	}

	@EnableDaprInvoke(clients = NoId.class)
	static class NoIdEnabled {

	}

	@EnableDaprInvoke(clients = Unresolvable.class)
	static class UnresolvableEnabled {

	}

	@EnableDaprInvoke(clients = EmptyPlaceholder.class)
	static class EmptyPlaceholderEnabled {

	}

	@EnableDaprInvoke(clients = Malformed.class)
	static class MalformedEnabled {

	}

	@EnableDaprInvoke(clients = NoInterface.class)
	static class NoInterfaceEnabled {

	}

	@EnableDaprInvoke(clients = NotAnnotated.class)
	static class NotAnnotatedEnabled {

	}

	@EnableDaprInvoke(clients = NoExchange.class)
	static class NoExchangeEnabled {

	}

	@EnableDaprInvoke(clients = Nothing.class)
	static class NothingEnabled {

	}

	@EnableDaprInvoke(clients = NoFallback.class)
	static class NoFallbackEnabled {

	}

	@EnableDaprInvoke(clients = NoPlace.class)
	static class NoPlaceEnabled {

	}

	@EnableDaprInvoke(clients = BadTimeout.class)
	static class BadTimeoutEnabled {

	}

	@EnableDaprInvoke(clients = MixedAnswer.class)
	static class MixedAnswerEnabled {

	}

	@EnableDaprInvoke(clients = MixedEntity.class)
	static class MixedEntityEnabled {

	}

	@EnableDaprInvoke(clients = MixedBody.class)
	static class MixedBodyEnabled {

	}

	@EnableDaprInvoke(clients = ReactiveStream.class)
	static class ReactiveStreamEnabled {

	}

	@EnableDaprInvoke(clients = Reactive.class)
	static class ReactiveEnabled {

	}

}
