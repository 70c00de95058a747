package dev.daprinvoke.benchmarks.clients.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A servlet app: with the starter on its class path, one with a declared client.
 */
@SpringBootApplication
public class Shop {

	/**
	 * Starts the app.
	 * @param arguments Spring Boot's
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(Shop.class, arguments);
	}

}
