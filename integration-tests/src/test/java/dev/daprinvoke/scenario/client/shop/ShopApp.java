package dev.daprinvoke.scenario.client.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The app.
 */
@SpringBootApplication
public class ShopApp {

	// Several apps live in the JVM of the tests: none may stop the event loops of all.
	@Bean
	ReactorResourceFactory eventLoops() {
		ReactorResourceFactory own = new ReactorResourceFactory();
		own.setUseGlobalResources(false);
		return own;
	}

	/**
	 * Starts it as a process of its own.
	 * @param arguments its properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(ShopApp.class, arguments);
	}

}
