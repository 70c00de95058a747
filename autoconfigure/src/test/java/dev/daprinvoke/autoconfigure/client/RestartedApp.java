package dev.daprinvoke.autoconfigure.client;

import java.util.Optional;
import java.util.concurrent.Callable;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.daprinvoke.autoconfigure.client.shop.CartClient;
import dev.daprinvoke.autoconfigure.client.shop.Item;
import dev.daprinvoke.autoconfigure.client.shop.StockClient;
import dev.daprinvoke.spring.client.AppErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs an application from its start to its end, in whatever class loader has loaded this
 * class.
 */
public final class RestartedApp implements Callable<ClassLoader> {

	@Override
	public ClassLoader call() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				DeclaredClientAotTests.Application.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run("--dapr.invoke.clients.cart.methods.maybe.fallback=" + Substitute.class.getName())) {
			CartClient cart = context.getBean(CartClient.class);
			StockClient stock = context.getBean(StockClient.class);
			Item tea = new Item(1, "tea");
			assertThat(cart.maybe()).contains(tea);
			assertThat(cart.firstName()).isEqualTo("tea");
			assertThat(stock.item().block()).isEqualTo(tea);
			assertThat(stock.later().join()).isEqualTo(tea);
			context.getBean(FakeMesh.class).behaviour = (call) -> FakeMesh.json(500, "{\"id\":2,\"name\":\"error\"}");
			assertThatExceptionOfType(AppErrorException.class).isThrownBy(stock::now)
				.satisfies((error) -> assertThat(error.getResponseBodyAs(Item.class)).isEqualTo(new Item(2, "error")));
			assertThat(cart.maybe()).contains(new Item(0, "none"));
			return tea.getClass().getClassLoader();
		}
	}

	/** Answers in the app's stead. */
	static final class Substitute {

		Optional<Item> maybe() {
			return Optional.of(new Item(0, "none"));
		}

	}

}
