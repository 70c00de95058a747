package dev.daprinvoke.docs.clients;

import java.util.Optional;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.DaprInvoke;

final class Inherited {

	private Inherited() {
	}

	// tag::generic[]
	public interface Store<T> {

		@GetExchange("/{id}")
		T get(@PathVariable String id);

		default Optional<T> find(String id) {
			try {
				return Optional.of(get(id));
			}
			catch (AppErrorException answer) {
				if (answer.getStatusCode() == HttpStatus.NOT_FOUND) {
					return Optional.empty();
				}
				throw answer;
			}
		}

	}

	@DaprInvoke(value = "cart", path = "/items")
	public interface ItemStore extends Store<Item> {

	}
	// end::generic[]

	// tag::validated[]
	@Validated
	@DaprInvoke("cart")
	interface StrictCartClient {

		@GetExchange("/items/{name}")
		@Valid
		Item item(@PathVariable @Size(max = 40) String name);

		@PostExchange("/items")
		void add(@RequestBody @Valid Item item);

	}
	// end::validated[]

}
