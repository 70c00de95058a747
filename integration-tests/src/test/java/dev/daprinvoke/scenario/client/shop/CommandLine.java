package dev.daprinvoke.scenario.client.shop;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.stereotype.Component;

/**
 * The app without a web server: makes two calls, prints what came, and ends.
 */
@Component
@ConditionalOnNotWebApplication
class CommandLine implements CommandLineRunner {

	private final BlockingCalls blocking;

	private final ReactiveCalls reactive;

	CommandLine(BlockingCalls blocking, ReactiveCalls reactive) {
		this.blocking = blocking;
		this.reactive = reactive;
	}

	@Override
	public void run(String... arguments) throws Exception {
		System.out.println("blocking: " + this.blocking.call("1"));
		System.out.println("reactive: " + this.reactive.call("1").block());
	}

}
