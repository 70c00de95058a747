package dev.daprinvoke.scenario.client.shop;

import reactor.core.publisher.Mono;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reactive calls in an app of either kind, and whether it is ready.
 */
@RestController
@ConditionalOnWebApplication
class ReactiveController {

	private final ReactiveCalls calls;

	private final ApplicationAvailability availability;

	ReactiveController(ReactiveCalls calls, ApplicationAvailability availability) {
		this.calls = calls;
		this.availability = availability;
	}

	@GetMapping("/reactive/{what}")
	Mono<String> call(@PathVariable("what") String what) {
		return this.calls.call(what);
	}

	@GetMapping("/readiness")
	String readiness() {
		return this.availability.getReadinessState().name();
	}

}
