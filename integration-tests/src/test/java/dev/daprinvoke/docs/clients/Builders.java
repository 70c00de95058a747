package dev.daprinvoke.docs.clients;

import java.util.List;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.grpc.client.ImportGrpcClients;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

final class Builders {

	private Builders() {
	}

	// tag::rest-client[]
	@Component
	static class Carts {

		private final RestClient client;

		Carts(@Dapr RestClient.Builder builder) {
			this.client = builder.baseUrl("dapr://cart").build();
		}

		@Nullable List<Item> items() {
			return this.client.get().uri("/items").retrieve().body(new ParameterizedTypeReference<>() {
			});
		}

	}
	// end::rest-client[]

	// tag::web-client[]
	@Component
	static class ReactiveCarts {

		private final WebClient client;

		ReactiveCarts(@Dapr WebClient.Builder builder) {
			this.client = builder.baseUrl("dapr://cart").build();
		}

		Flux<Item> items() {
			return this.client.get().uri("/items").retrieve().bodyToFlux(Item.class);
		}

	}
	// end::web-client[]

	// tag::rest-template[]
	@Component
	static class OldCarts {

		private final RestTemplate template;

		OldCarts(@Dapr RestTemplate template) {
			this.template = template;
		}

		@Nullable Item item(String name) {
			return this.template.getForObject("dapr://cart/items/{name}", Item.class, name);
		}

	}
	// end::rest-template[]

	// tag::grpc[]
	@Configuration(proxyBeanMethods = false)
	@ImportGrpcClients(target = "dapr://cart", types = HealthGrpc.HealthBlockingStub.class)
	static class GrpcClients {

	}

	@Component
	static class CartHealth {

		private final HealthGrpc.HealthBlockingStub stub;

		CartHealth(HealthGrpc.HealthBlockingStub stub) {
			this.stub = stub;
		}

		String status() {
			return this.stub.check(HealthCheckRequest.getDefaultInstance()).getStatus().name();
		}

	}
	// end::grpc[]

	// tag::enable[]
	@Configuration(proxyBeanMethods = false)
	@EnableDaprInvoke(clients = CartClient.class)
	static class Clients {

	}
	// end::enable[]

}
