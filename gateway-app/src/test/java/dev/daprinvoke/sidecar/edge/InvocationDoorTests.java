package dev.daprinvoke.sidecar.edge;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.handler.ResponseStatusExceptionHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.spring.gateway.InvocationPredicate;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.TargetParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way through Gateway for requests that name a target, without sockets.
 */
class InvocationDoorTests {

	private static final Addressed CART = TargetParser.parse("/v1.0/invoke/cart/method/items", null, null);

	private final MockServerHttpResponse response = new MockServerHttpResponse();

	private final List<String> lookups = new ArrayList<>();

	@Test
	void whenARequestNamesATargetThenTheFixedRoutesFiltersSeeIt() {
		InvocationDoor door = door((exchange, chain) -> {
			assertThat(exchange.<Addressed>getAttribute(InvocationPredicate.TARGET_ATTRIBUTE)).isEqualTo(CART);
			exchange.getResponse().getHeaders().add("Seen", exchange.getRequest().getURI().getPath());
			return chain.filter(exchange);
		});
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.response.getHeaders().getFirst("Seen")).isEqualTo("/v1.0/invoke/cart/method/items");
		assertThat(this.response.isCommitted()).isTrue();
	}

	@Test
	void whenRoutesStayTheSameThenTheyAreLookedUpOnce() {
		InvocationDoor door = door((exchange, chain) -> chain.filter(exchange));
		StepVerifier.create(handle(door)).verifyComplete();
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.lookups).hasSize(1);
	}

	@Test
	void whenRoutesAreRefreshedThenTheyAreLookedUpAgain() {
		InvocationDoor door = door((exchange, chain) -> chain.filter(exchange));
		StepVerifier.create(handle(door)).verifyComplete();
		door.onApplicationEvent(new RefreshRoutesResultEvent(this));
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.lookups).hasSize(2);
	}

	@Test
	void whenAFilterFailsWithAStatusThenItsHandlerAnswers() {
		InvocationDoor door = door(
				(exchange, chain) -> Mono.error(new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS)));
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
	}

	@Test
	void whenAFilterFailsInAWayNobodyKnowsThenTheAnswerIs500() {
		InvocationDoor door = door((exchange, chain) -> Mono.error(new IllegalStateException("no")));
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	@Test
	void whenAFilterThrowsThenTheAnswerIs500() {
		InvocationDoor door = door((exchange, chain) -> {
			throw new IllegalStateException("no");
		});
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	@Test
	void whenTheAnswerBreaksOffThenTheServerIsTold() {
		InvocationDoor door = door((exchange, chain) -> exchange.getResponse()
			.setComplete()
			.then(Mono.error(new IllegalStateException("broken off"))));
		StepVerifier.create(handle(door)).verifyErrorMessage("broken off");
	}

	@Test
	void whenTheRouteIsMissingThenTheAnswerIs500() {
		InvocationDoor door = door(Flux.empty(), (exchange, chain) -> chain.filter(exchange));
		StepVerifier.create(handle(door)).verifyComplete();
		assertThat(this.response.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
	}

	private Mono<Void> handle(InvocationDoor door) {
		return door.handle(CART, MockServerHttpRequest.get("/v1.0/invoke/cart/method/items").build(), this.response);
	}

	private InvocationDoor door(GlobalFilter filter) {
		return door(Flux.just(route("other"), route(InvocationDoor.ROUTE_ID)), filter);
	}

	private InvocationDoor door(Flux<Route> known, GlobalFilter filter) {
		RouteLocator routes = () -> known.doOnSubscribe((lookup) -> this.lookups.add("lookup"));
		WebExceptionHandler statuses = new ResponseStatusExceptionHandler();
		return new InvocationDoor(new FilteringWebHandler(List.of(filter), false), routes,
				ServerCodecConfigurer.create(), List.of(statuses), new StaticApplicationContext());
	}

	private static Route route(String id) {
		return Route.async().id(id).uri("dapr://" + id).predicate((exchange) -> true).build();
	}

}
