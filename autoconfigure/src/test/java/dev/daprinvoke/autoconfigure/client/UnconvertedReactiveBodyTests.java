package dev.daprinvoke.autoconfigure.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.ResponseEntity;

import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.BodyConversionException;
import dev.daprinvoke.spring.client.InvocationBrokenOffException;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bodies that reactive clients cannot read or write.
 */
class UnconvertedReactiveBodyTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = ReactiveItems.class)
	static class Clients {

	}

	private static void with(BiConsumer<ReactiveItems, FakeMesh> test) {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Clients.class)
			.run((context) -> test.accept(context.getBean(ReactiveItems.class), context.getBean(FakeMesh.class)));
	}

	private static Mono<InvokeResponse> lines(Flux<String> lines) {
		return FakeMesh.streamed(lines)
			.map((response) -> new InvokeResponse(200, "application/x-ndjson", response.headers(), response.body()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":", "[1]", "{\"id\":{}}", "<html>" })
	void whenTheAnswerIsOfAnotherShapeThenTheExceptionTellsAll(String body) {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.json(200, body);
			BodyConversionException failure = catchThrowableOfType(BodyConversionException.class,
					() -> client.item().block(LIMIT));
			assertThat(failure)
				.hasMessageStartingWith(
						"GET items/1 of cart was answered 200 with application/json, which does not convert to "
								+ Item.class.getName() + ": ")
				.hasCauseInstanceOf(CodecException.class);
			assertThat(failure.isAnswered()).isTrue();
			assertThat(failure.getStatusCode().value()).isEqualTo(200);
			assertThat(failure.getContentType()).isEqualTo("application/json");
			assertThat(failure.getJavaType()).isEqualTo(Item.class.getName());
			assertThat(mesh.seen).hasSize(1);
			assertThatExceptionOfType(BodyConversionException.class).isThrownBy(client::now);
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> client.later().orTimeout(10, TimeUnit.SECONDS).join())
				.withCauseInstanceOf(BodyConversionException.class);
		});
	}

	@ParameterizedTest
	@CsvSource({ "text/html", "application/x-nobody", "nonsense" })
	void whenNobodyReadsTheContentTypeThenTheExceptionTellsIt(String type) {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(200, type, "what");
			for (Mono<?> call : new Mono<?>[] { client.item(), client.items().next(),
					client.entity().flatMapMany((entity) -> entity.getBody()).next() }) {
				StepVerifier.create(call)
					.expectErrorSatisfies((error) -> assertThat(error)
						.isInstanceOfSatisfying(BodyConversionException.class, (failure) -> {
							assertThat(failure.getContentType()).isEqualTo(type);
							assertThat(failure.getJavaType()).isEqualTo(Item.class.getName());
						}))
					.verify(LIMIT);
			}
			assertThat(mesh.seen).hasSize(3);
		});
	}

	@Test
	void whenAHugeAnswerIsNotReadThenItIsNotKept() {
		with((client, mesh) -> {
			AtomicInteger parts = new AtomicInteger();
			String part = "x".repeat(64 * 1024);
			for (String type : new String[] { "application/x-nobody", "application/json" }) {
				parts.set(0);
				mesh.behaviour = (call) -> FakeMesh
					.streamed(Flux.range(0, 1600)
						.doOnNext((i) -> parts.incrementAndGet())
						.map((i) -> (i == 0) ? "{\"name\":\"" + part : part))
					.map((response) -> new InvokeResponse(200, type, response.headers(), response.body()));
				StepVerifier.create(client.item()).expectError(BodyConversionException.class).verify(LIMIT);
				assertThat(parts.get()).as(type).isLessThan(64);
			}
		});
	}

	@Test
	void whenAnElementDoesNotConvertThenThoseBeforeItCome() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> lines(Flux.just("{\"id\":1,\"name\":\"tea\"}\n", "oh\n"));
			StepVerifier.create(client.items())
				.expectNext(new Item(1, "tea"))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(BodyConversionException.class)
					.hasCauseInstanceOf(DecodingException.class))
				.verify(LIMIT);
		});
	}

	@Test
	void whenTheStreamOfAnEntityFailsThenItIsTyped() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> lines(Flux.concat(Flux.just("{\"id\":1,\"name\":\"tea\"}\n"),
					Flux.error(SidecarException.unanswered(FailureStage.BROKEN_OFF, "gone", null))));
			Mono<ResponseEntity<Flux<Item>>> later = Mono.fromFuture(client.laterEntity());
			for (Mono<ResponseEntity<Flux<Item>>> call : List.of(client.entity(), later)) {
				StepVerifier.create(call.flatMapMany((entity) -> {
					assertThat(entity.getStatusCode().value()).isEqualTo(200);
					return entity.getBody();
				})).expectNext(new Item(1, "tea")).expectError(InvocationBrokenOffException.class).verify(LIMIT);
			}
			mesh.behaviour = (call) -> lines(Flux.just("oh\n"));
			StepVerifier.create(client.entity().flatMapMany((entity) -> entity.getBody()))
				.expectError(BodyConversionException.class)
				.verify(LIMIT);
		});
	}

	@Test
	void whenARequestCannotBeWrittenThenTheAppIsNotCalled() {
		with((client, mesh) -> {
			BodyConversionException failure = catchThrowableOfType(BodyConversionException.class,
					() -> client.add(new BlockingItems.Unwritable()).block(LIMIT));
			assertThat(failure).hasMessageStartingWith(
					"POST items of cart was not made: the body, java.lang.Object, does not convert");
			assertThat(failure.isAnswered()).isFalse();
			assertThat(failure.getStatusCode().value()).isEqualTo(500);
			assertThatExceptionOfType(BodyConversionException.class)
				.isThrownBy(() -> client.addOddly(new Item(1, "tea")).block(LIMIT))
				.withMessageStartingWith("POST items of cart was not made: the body, " + Item.class.getName()
						+ ", does not convert to application/x-nobody: ");
			assertThat(mesh.seen).isEmpty();
		});
	}

	@Test
	void whenThereIsAFallbackThenItAnswersForAnswersThatDoNotConvert() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.json(200, "no");
			assertThat(client.orElse().block(LIMIT)).isEqualTo(new Item(200, "CONVERSION"));
			assertThat(mesh.seen).hasSize(1);
		});
	}

}
