package dev.daprinvoke.docs.clients;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import jakarta.validation.ConstraintViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.codec.ServerSentEvent;

import dev.daprinvoke.harness.ReceivedRequest;
import dev.daprinvoke.harness.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The interfaces of {@code docs/clients.md} against something that answers like a
 * sidecar.
 */
class ClientSnippetsTests {

	private static final String INVOKE = "/v1.0/invoke/cart/method";

	private static final String JSON = "Content-Type: application/json";

	private static final String ITEM = "{\"name\":\"Mug\",\"quantity\":4,\"price\":9.75}";

	private static final Item MUG = new Item("Mug", 4, new BigDecimal("9.75"));

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final TestApp sidecar = TestApp.start();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		sidecar.on(INVOKE + "/items", (exchange) -> {
			exchange.wholeBody();
			exchange.respond(200, "[" + ITEM + "]", JSON);
		});
		sidecar.on(INVOKE + "/items/Mug", (exchange) -> exchange.respond(200, ITEM, JSON));
		sidecar.on(INVOKE + "/v2/items", (exchange) -> exchange.respond(200, "[]", JSON));
		sidecar.on(INVOKE + "/items/none", (exchange) -> exchange.respond(404, ""));
		sidecar.on(INVOKE + "/items/wrong",
				(exchange) -> exchange.respond(200, "{\"name\":\"\",\"quantity\":0}", JSON));
		sidecar.on(INVOKE + "/export", (exchange) -> exchange.respond(200, "x".repeat(100_000)));
		sidecar.on(INVOKE + "/changes", (exchange) -> exchange.respond(200,
				"data: " + ITEM + "\n\ndata: " + ITEM + "\n\n", "Content-Type: text/event-stream"));
		context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("dapr.invoke.sidecar.http-endpoint=http://127.0.0.1:" + sidecar.port(),
					"spring.cloud.gateway.server.webflux.enabled=false", "spring.main.banner-mode=off")
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
		sidecar.close();
	}

	@Test
	void whenAnInterfaceIsCalledThenItsRequestsReachTheSidecar() {
		CartClient cart = context.getBean(CartClient.class);
		assertThat(cart.items()).containsExactly(MUG);
		assertThat(cart.item("Mug", "EUR")).isEqualTo(MUG);
		assertThat(last().requestLine()).isEqualTo("GET " + INVOKE + "/items/Mug?currency=EUR HTTP/1.1");
		assertThat(cart.add(MUG, "key-1").getStatusCode().value()).isEqualTo(200);
		assertThat(last().requestLine()).isEqualTo("POST " + INVOKE + "/items HTTP/1.1");
		assertThat(last().header("Idempotency-Key")).isEqualTo("key-1");
		assertThat(last().text()).isEqualTo(ITEM);
	}

	@Test
	void whenTheIdIsAPlaceholderThenItIsResolvedAndThePathPrepended() {
		assertThat(context.getBean(Targets.ConfiguredCartClient.class).items()).isEmpty();
	}

	@Test
	void whenMethodsAreInheritedThenTheirTypesAreThoseOfTheClient() {
		Inherited.ItemStore store = context.getBean(Inherited.ItemStore.class);
		assertThat(store.get("Mug")).isEqualTo(MUG);
		assertThat(store.find("Mug")).contains(MUG);
		assertThat(store.find("none")).isEmpty();
	}

	@Test
	void whenAnInterfaceIsValidatedThenArgumentsAndAnswersAreChecked() {
		Inherited.StrictCartClient cart = context.getBean(Inherited.StrictCartClient.class);
		assertThat(cart.item("Mug")).isEqualTo(MUG);
		int calls = sidecar.received().size();
		assertThatExceptionOfType(ConstraintViolationException.class)
			.isThrownBy(() -> cart.add(new Item("", 0, BigDecimal.ONE)));
		assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> cart.item("x".repeat(41)));
		assertThat(sidecar.received()).hasSize(calls);
		assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> cart.item("wrong"));
	}

	@Test
	void whenBodiesAreStreamedThenTheyArriveWhole() throws Exception {
		Streams.BulkCartClient cart = context.getBean(Streams.BulkCartClient.class);
		assertThat(Streams.size(cart)).isEqualTo(100_000);
		sidecar.on(INVOKE + "/import", (exchange) -> exchange.respond(200, "" + exchange.wholeBody().length));
		cart.upload((out) -> out.write("abc".repeat(50_000).getBytes(StandardCharsets.US_ASCII)));
		assertThat(last().text()).hasSize(150_000);
		sidecar.on(INVOKE + "/photos", (exchange) -> exchange.respond(200, "" + exchange.wholeBody().length));
		cart.addPhoto("Mug", new ByteArrayResource("pixels".getBytes(StandardCharsets.US_ASCII)));
		assertThat(last().header("Content-Type")).startsWith("multipart/form-data;");
		assertThat(last().text()).contains("name=\"item\"", "Mug", "name=\"photo\"", "pixels");
	}

	@Test
	void whenMethodsAreReactiveThenElementsArriveAsASignalEach() {
		Streams.ReactiveCartClient cart = context.getBean(Streams.ReactiveCartClient.class);
		assertThat(cart.item("Mug").block(LIMIT)).isEqualTo(MUG);
		assertThat(cart.changes().map(ServerSentEvent::data).collectList().block(LIMIT)).containsExactly(MUG, MUG);
		assertThat(cart.export().map(ClientSnippetsTests::size).reduce(0, Integer::sum).block(LIMIT))
			.isEqualTo(100_000);
		sidecar.on(INVOKE + "/import", (exchange) -> exchange.respond(200, "" + exchange.wholeBody().length));
		DataBuffer part = DefaultDataBufferFactory.sharedInstance.wrap("abc".getBytes(StandardCharsets.US_ASCII));
		cart.upload(Flux.just(part)).block(LIMIT);
		assertThat(last().text()).isEqualTo("abc");
	}

	@Test
	void whenThereIsNoInterfaceThenBuildersCallTheApp() {
		assertThat(context.getBean(Builders.Carts.class).items()).containsExactly(MUG);
		assertThat(context.getBean(Builders.ReactiveCarts.class).items().collectList().block(LIMIT))
			.containsExactly(MUG);
		assertThat(context.getBean(Builders.OldCarts.class).item("Mug")).isEqualTo(MUG);
	}

	@Test
	void whenACallFailsThenItsFallbackAnswers() {
		Patience.CarefulCartClient careful = context.getBean(Patience.CarefulCartClient.class);
		Patience.PatientCartClient patient = context.getBean(Patience.PatientCartClient.class);
		assertThat(careful.items()).containsExactly(MUG);
		sidecar.on(INVOKE + "/items", (exchange) -> exchange.respond(500, ""));
		try {
			assertThat(careful.items()).extracting(Item::name).containsExactly("cart is away");
			assertThat(patient.items()).isEmpty();
		}
		finally {
			sidecar.on(INVOKE + "/items", (exchange) -> {
				exchange.wholeBody();
				exchange.respond(200, "[" + ITEM + "]", JSON);
			});
		}
	}

	private static ReceivedRequest last() {
		return sidecar.lastReceived();
	}

	private static int size(DataBuffer buffer) {
		try {
			return buffer.readableByteCount();
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/** An app in the package of the snippets, whose interfaces are found. */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ Builders.Carts.class, Builders.ReactiveCarts.class, Builders.OldCarts.class })
	static class App {

	}

}
