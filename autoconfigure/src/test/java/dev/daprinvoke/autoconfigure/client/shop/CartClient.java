package dev.daprinvoke.autoconfigure.client.shop;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

import dev.daprinvoke.spring.client.DaprInvoke;
import dev.daprinvoke.spring.client.DaprRetry;
import dev.daprinvoke.spring.client.DaprTimeout;

/**
 * A blocking client with one method of each kind.
 */
@DaprInvoke(value = "${shop.cart:cart}", path = "/api")
public interface CartClient extends Deleting<Long> {

	@GetExchange("/items/{id}")
	Item item(@PathVariable("id") String id, @RequestParam("q") String query, @RequestHeader("X-Trace") String trace);

	@GetExchange("/items")
	List<Item> items();

	@GetExchange("/items/1")
	Optional<Item> maybe();

	@GetExchange("/items/1")
	ResponseEntity<Item> entity();

	@GetExchange("/items/1")
	HttpHeaders headers();

	@PostExchange("/items")
	Item add(@RequestBody Item item);

	@PostExchange(url = "/upload", contentType = MediaType.MULTIPART_FORM_DATA_VALUE)
	void upload(@RequestPart("note") String note);

	@PutExchange("/raw")
	void raw(@RequestBody InputStream bytes);

	@GetExchange("/raw")
	InputStream download();

	@DaprTimeout("200ms")
	@GetExchange("/slow")
	String slow();

	@DaprRetry(maxAttempts = 3, delay = "1ms", maxDelay = "1ms")
	@GetExchange("/shaky")
	String shaky();

	@DaprRetry(maxAttempts = 2, delay = "1ms", maxDelay = "1ms", statuses = 429, allVerbs = true)
	@PostExchange("/busy")
	String busy();

	default String firstName() {
		return item("1", "", "t").name();
	}

}
