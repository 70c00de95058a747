package dev.daprinvoke.scenario.client;

import org.junit.jupiter.api.Test;

import dev.daprinvoke.testkit.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The matrix's apps run on the threads that it says.
 */
class VirtualThreadTests {

	@Test
	void whenVirtualThreadsAreOnThenCallsAreMadeOnThem() {
		try (Shop shop = Shop.start(Shop.Stack.SERVLET_ON_VIRTUAL_THREADS, Ports.free())) {
			assertThat(shop.call(Shop.Kind.BLOCKING, "thread").text()).startsWith("VirtualThread[");
		}
	}

	@Test
	void whenTheyAreOffThenCallsAreMadeOnThoseOfTheServer() {
		try (Shop shop = Shop.start(Shop.Stack.SERVLET, Ports.free())) {
			assertThat(shop.call(Shop.Kind.BLOCKING, "thread").text()).startsWith("Thread[");
		}
	}

}
