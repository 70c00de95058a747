package dev.daprinvoke.docs.migration;

import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.DaprFallback;
import dev.daprinvoke.spring.client.DaprInvoke;

final class Afterwards {

	private Afterwards() {
	}

	record Item(String name, int quantity) {

	}

	// tag::invoke-interface[]
	@DaprInvoke("cart")
	interface CartClient {

		@GetExchange("/items")
		List<Item> items();

		@PostExchange("/items")
		Item add(@RequestBody Item item, @RequestHeader("X-Tenant") String tenant);

	}
	// end::invoke-interface[]

	static class Caller {

		private final CartClient cart;

		Caller(CartClient cart) {
			this.cart = cart;
		}

		Item call(Item item) {
			// tag::invoke-call[]
			List<Item> items = this.cart.items();
			Item added = this.cart.add(item, "blue");
			// end::invoke-call[]
			return items.isEmpty() ? added : items.get(0);
		}

	}

	// tag::feign-interface[]
	@DaprInvoke(value = "cart", path = "/v2")
	@DaprFallback(EmptyCart.class)
	interface CartV2Client {

		@GetExchange("/items/{name}")
		Item item(@PathVariable String name);

	}
	// end::feign-interface[]

	@Component
	static class EmptyCart implements CartV2Client {

		@Override
		public Item item(String name) {
			return new Item(name, 0);
		}

	}

	// tag::feign-application[]
	@SpringBootApplication
	static class ShopApplication {

		public static void main(String[] args) {
			SpringApplication.run(ShopApplication.class, args);
		}

	}
	// end::feign-application[]

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		// tag::feign-interceptor[]
		@Bean
		RestClientHttpServiceGroupConfigurer tenant() {
			return (groups) -> groups.filterByName("dapr")
				.forEachClient((group, builder) -> builder.defaultHeader("X-Tenant", "blue"));
		}
		// end::feign-interceptor[]

	}

	// tag::load-balanced[]
	@Service
	static class Carts {

		private final RestClient client;

		Carts(@Dapr RestClient.Builder builder) {
			this.client = builder.baseUrl("dapr://cart").build();
		}

		Item item(String name) {
			return this.client.get().uri("/items/{name}", name).retrieve().requiredBody(Item.class);
		}

	}
	// end::load-balanced[]

}
