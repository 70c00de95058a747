package dev.daprinvoke.scenario.client.shop;

import java.io.IOException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Blocking calls in a servlet app, on the thread of the request.
 */
@RestController
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ServletController {

	private final BlockingCalls calls;

	ServletController(BlockingCalls calls) {
		this.calls = calls;
	}

	@GetMapping("/blocking/{what}")
	String call(@PathVariable("what") String what) throws IOException {
		return this.calls.call(what);
	}

}
