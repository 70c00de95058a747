package dev.daprinvoke.sample.cart;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Tests for {@link CartApplication} over its own HTTP port.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "cart.instance=cart-2", "server.address=127.0.0.1" })
class CartApplicationTests {

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

	@Test
	void whenItemsAreAskedForThenTheCartSaysWhatIsInItAndWhoAnswered() {
		this.client.get().uri("/items").exchange().expectStatus().isOk().expectBody().json("""
				{"instance": "cart-2", "items": [
				  {"name": "Coffee beans, 1 kg", "quantity": 2, "price": 18.90},
				  {"name": "Pour-over filter", "quantity": 1, "price": 24.50},
				  {"name": "Stoneware mug", "quantity": 4, "price": 9.75}]}""");
	}

	@Test
	void whenHealthIsAskedForThenItAnswersOk() {
		this.client.get().uri("/healthz").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("ok");
	}

}
