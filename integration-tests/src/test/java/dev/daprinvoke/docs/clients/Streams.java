package dev.daprinvoke.docs.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.daprinvoke.spring.client.DaprInvoke;

final class Streams {

	private Streams() {
	}

	// tag::reactive[]
	@DaprInvoke("cart")
	interface ReactiveCartClient {

		@GetExchange("/items/{name}")
		Mono<Item> item(@PathVariable String name);

		@GetExchange(url = "/changes", accept = "text/event-stream")
		Flux<ServerSentEvent<Item>> changes();

		@PostExchange(url = "/import", contentType = "application/octet-stream")
		Mono<Void> upload(@RequestBody Flux<DataBuffer> bytes);

		@GetExchange("/export")
		Flux<DataBuffer> export();

	}
	// end::reactive[]

	// tag::blocking[]
	@DaprInvoke("cart")
	interface BulkCartClient {

		@GetExchange("/export")
		InputStream export();

		@PostExchange(url = "/import", contentType = "application/octet-stream")
		void upload(StreamingHttpOutputMessage.Body body);

		@PostExchange("/photos")
		void addPhoto(@RequestPart String item, @RequestPart Resource photo);

	}
	// end::blocking[]

	// tag::close[]
	static long size(BulkCartClient cart) throws IOException {
		try (InputStream export = cart.export()) {
			return export.transferTo(OutputStream.nullOutputStream());
		}
	}
	// end::close[]

}
