package dev.daprinvoke.scenario.client.shop;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Blocking calls in a WebFlux app, off its event loops.
 */
@RestController
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class WebFluxController {

	private final BlockingCalls calls;

	WebFluxController(BlockingCalls calls) {
		this.calls = calls;
	}

	@GetMapping("/blocking/{what}")
	Mono<String> call(@PathVariable("what") String what) {
		return Mono.fromCallable(() -> this.calls.call(what)).subscribeOn(Schedulers.boundedElastic());
	}

}
