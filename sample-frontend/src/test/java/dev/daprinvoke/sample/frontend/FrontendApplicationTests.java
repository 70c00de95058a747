package dev.daprinvoke.sample.frontend;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrontendApplication} over its own HTTP port, with a fake sidecar.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "server.address=127.0.0.1")
class FrontendApplicationTests {

	private static final FakeSidecar SIDECAR = start();

	@LocalServerPort
	private int port;

	private RestTestClient client;

	private static FakeSidecar start() {
		try {
			return new FakeSidecar();
		}
		catch (IOException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@DynamicPropertySource
	static void sidecarPort(DynamicPropertyRegistry registry) {
		registry.add("DAPR_HTTP_PORT", SIDECAR::port);
	}

	@AfterAll
	static void stop() {
		SIDECAR.close();
	}

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

	@Test
	void whenCartAnswersThenThePageLearnsContentsTotalAndWhoAnswered() {
		SIDECAR.answers(200, """
				{"instance": "cart-2", "items": [
				  {"name": "Coffee beans", "quantity": 2, "price": 18.90},
				  {"name": "Mug", "quantity": 4, "price": 9.75}]}""");
		this.client.get().uri("/api/cart").exchange().expectStatus().isOk().expectBody().json("""
				{"instance": "cart-2", "itemCount": 2, "total": 76.80,
				 "items": [{"name": "Coffee beans", "quantity": 2, "price": 18.90},
				           {"name": "Mug", "quantity": 4, "price": 9.75}],
				 "url": "dapr://cart/items"}""");
		assertThat(SIDECAR.requestLine()).isEqualTo("GET /v1.0/invoke/cart/method/items");
	}

	@Test
	void whenTheSidecarFindsNoCartThenThePageLearnsWhatItSays() {
		String said = "failed to invoke, id: cart, err: couldn't find service: cart";
		SIDECAR.answers(500, "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"" + said + "\"}");
		this.client.get().uri("/api/cart").exchange().expectStatus().isEqualTo(502).expectBody().json("""
				{"title": "GET items of cart failed: %1$s", "source": "RESOLVER", "answeredStatus": 500,
				 "detail": "Check that a sidecar with --app-id cart runs; ./quickstart starts three.",
				 "answeredBody": "{\\"errorCode\\":\\"ERR_DIRECT_INVOKE\\",\\"message\\":\\"%1$s\\"}"}
				""".formatted(said));
	}

	@Test
	void whenCartAnswersAnErrorThenThePageLearnsThatItWasCart() {
		SIDECAR.answers(503, "{\"reason\":\"closed\"}");
		this.client.get().uri("/api/cart").exchange().expectStatus().isEqualTo(502).expectBody().json("""
				{"title": "GET items of cart was answered 503: {\\"reason\\":\\"closed\\"}", "source": "APP",
				 "answeredStatus": 503, "answeredBody": "{\\"reason\\":\\"closed\\"}", "url": "dapr://cart/items"}
				""");
	}

	@Test
	void whenTheErrorBodyIsHugeThenOnlyItsBeginningIsShown() {
		SIDECAR.answers(500, "x".repeat(1_000_000));
		this.client.get()
			.uri("/api/cart")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectBody()
			.jsonPath("$.answeredBody")
			.isEqualTo("x".repeat(4096));
	}

	@Test
	void whenSomethingElseThanACartComesBackThenThePageIsToldSo() {
		for (String body : new String[] { "{}", "[]", "", "<html>", "{\"instance\":\"a\",\"items\":[null]}" }) {
			SIDECAR.answers(200, body);
			this.client.get()
				.uri("/api/cart")
				.exchange()
				.expectStatus()
				.isEqualTo(502)
				.expectBody()
				.jsonPath("$.title")
				.isEqualTo("The answer is not a cart.");
		}
	}

	@Test
	void whenHealthIsAskedForThenItAnswersOk() {
		this.client.get().uri("/healthz").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("ok");
	}

	@Test
	void whenThePageIsOpenedThenNothingIsFetchedFromElsewhere() {
		for (String path : new String[] { "/", "/cart.css", "/cart.js" }) {
			String text = this.client.get()
				.uri(path)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			assertThat(text).isNotEmpty().doesNotContain("https://", "src=\"http", "url(http");
		}
	}

}
