package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.UnknownContentTypeException;

import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.BodyConversionException;
import dev.daprinvoke.spring.client.FailureSource;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Bodies that blocking clients cannot read or write.
 */
class UnconvertedBodyTests {

	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = BlockingItems.class)
	static class Clients {

	}

	private static void with(BiConsumer<BlockingItems, FakeMesh> test) {
		DeclaredClientTests.CONTEXT.withUserConfiguration(DeclaredClientTests.Shop.class, Clients.class)
			.run((context) -> test.accept(context.getBean(BlockingItems.class), context.getBean(FakeMesh.class)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":", "[1]", "{\"id\":{}}", "<html>", "\u0000" })
	void whenTheAnswerIsOfAnotherShapeThenTheExceptionTellsAll(String body) {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.json(200, body);
			BodyConversionException failure = catchThrowableOfType(BodyConversionException.class, client::item);
			assertThat(failure)
				.hasMessageStartingWith(
						"GET items/1 of cart was answered 200 with application/json, which does not convert to "
								+ Item.class.getName() + ": ")
				.isInstanceOf(RestClientResponseException.class);
			assertThat(failure.getCause()).hasCauseInstanceOf(HttpMessageNotReadableException.class);
			assertThat(failure.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(400);
			assertThat(failure.isAnswered()).isTrue();
			assertThat(failure.getSource()).isEqualTo(FailureSource.CONVERSION);
			assertThat(failure.getTarget()).isEqualTo("cart");
			assertThat(failure.getMethod()).isEqualTo("GET items/1");
			assertThat(failure.getStatusCode().value()).isEqualTo(200);
			assertThat(failure.getContentType()).isEqualTo("application/json");
			assertThat(failure.getJavaType()).isEqualTo(Item.class.getName());
			assertThat(failure.getResponseHeaders().getFirst("X-From")).isEqualTo("cart");
			assertThat(failure.getAttempts()).isEqualTo(1);
			assertThat(mesh.seen).hasSize(1);
			assertThatExceptionOfType(BodyConversionException.class).isThrownBy(client::entity);
		});
	}

	@Test
	void whenAListIsExpectedThenItsTypeIsTold() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.json(201, "{}");
			assertThatExceptionOfType(BodyConversionException.class).isThrownBy(client::items)
				.withMessageStartingWith("GET items of cart was answered 201 with ")
				.satisfies((failure) -> assertThat(failure.getJavaType())
					.isEqualTo("java.util.List<" + Item.class.getName() + ">"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "text/html", "application/x-nobody", "image/png" })
	void whenNobodyReadsTheContentTypeThenTheExceptionTellsIt(String type) {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(200, type, "what");
			BodyConversionException failure = catchThrowableOfType(BodyConversionException.class, client::item);
			assertThat(failure)
				.hasMessage("GET items/1 of cart was answered 200 with " + type + ", which nothing converts to "
						+ Item.class.getName())
				.hasCauseInstanceOf(UnknownContentTypeException.class);
			assertThat(failure.getResponseBodyAsString()).isEqualTo("what");
			assertThat(failure.getResponseBodyAs(String.class)).isEqualTo("what");
			assertThat(mesh.seen).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "application/", "text/plain; charset=none such" })
	void whenTheContentTypeIsNoneThenTheExceptionTellsIt(String type) {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(200, type, "{}");
			assertThatExceptionOfType(BodyConversionException.class).isThrownBy(client::item)
				.satisfies((failure) -> assertThat(failure.getContentType()).isEqualTo(type));
		});
	}

	@Test
	void whenTheContentTypeOfAnErrorIsNoneThenTheFallbackAnswers() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(404, "text/plain;charset=nope", "none");
			assertThat(client.orElse()).isEqualTo(new Item(404, "APP"));
		});
	}

	@Test
	void whenAHugeAnswerIsNotReadThenOnlyItsBeginningIsKept() {
		with((client, mesh) -> {
			AtomicInteger parts = new AtomicInteger();
			String part = "x".repeat(64 * 1024);
			mesh.behaviour = (call) -> FakeMesh
				.streamed(Flux.range(0, 1600).doOnNext((i) -> parts.incrementAndGet()).map((i) -> part))
				.map((response) -> new InvokeResponse(200, "application/x-nobody", response.headers(),
						response.body()));
			BodyConversionException failure = catchThrowableOfType(BodyConversionException.class, client::item);
			assertThat(failure.getResponseBodyAsByteArray()).hasSize(1024 * 1024);
			assertThat(parts.get()).isLessThan(64);
		});
	}

	@Test
	void whenARequestCannotBeWrittenThenTheAppIsNotCalled() {
		with((client, mesh) -> {
			BodyConversionException failure = catchThrowableOfType(BodyConversionException.class,
					() -> client.add(new BlockingItems.Unwritable()));
			assertThat(failure)
				.hasMessageStartingWith(
						"POST items of cart was not made: the body, java.lang.Object, does not convert: ")
				.hasCauseInstanceOf(HttpMessageNotWritableException.class);
			assertThat(failure.isAnswered()).isFalse();
			assertThat(failure.getStatusCode().value()).isEqualTo(500);
			assertThat(failure.getTarget()).isEqualTo("cart");
			assertThatExceptionOfType(BodyConversionException.class)
				.isThrownBy(() -> client.addOddly(new Item(1, "tea")))
				.withMessage("POST items of cart was not made: the body, " + Item.class.getName()
						+ ", does not convert to application/x-nobody: no converter writes " + Item.class.getName()
						+ " as application/x-nobody")
				.satisfies((odd) -> assertThat(odd.getContentType()).isEqualTo("application/x-nobody"));
			assertThat(mesh.seen).isEmpty();
		});
	}

	@Test
	void whenThereIsAFallbackThenItAnswersForAnswersThatDoNotConvert() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.json(200, "no");
			assertThat(client.orElse()).isEqualTo(new Item(200, "CONVERSION"));
			assertThat(mesh.seen).hasSize(1);
		});
	}

	@Test
	void whenAFallbackThrowsACheckedExceptionThenItIsWrapped() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.json(404, "{}");
			assertThatExceptionOfType(UndeclaredThrowableException.class).isThrownBy(client::orThrow)
				.withCauseInstanceOf(IOException.class);
		});
	}

	@Test
	void whenAStreamIsAskedForThenItIsNotConverted() {
		with((client, mesh) -> {
			mesh.behaviour = (call) -> FakeMesh.answer(200, "application/x-nobody", "raw");
			assertThat(client.stream()).hasContent("raw");
		});
	}

}
