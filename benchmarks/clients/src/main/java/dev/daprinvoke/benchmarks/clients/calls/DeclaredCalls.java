package dev.daprinvoke.benchmarks.clients.calls;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

import dev.daprinvoke.benchmarks.clients.shop.Item;
import dev.daprinvoke.benchmarks.clients.shop.ItemClient;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.spring.client.Dapr;
import dev.daprinvoke.spring.client.service.EnableDaprInvoke;

/**
 * A call by a declared client beside the same call written by hand, over a transport in
 * memory. The difference is what declaring costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeclaredCalls {

	private static final byte[] ANSWER = "{\"id\":1,\"name\":\"tea\"}".getBytes(StandardCharsets.UTF_8);

	private @Nullable ConfigurableApplicationContext context;

	private @Nullable ItemClient declared;

	private @Nullable RestClient byHand;

	/** Starts the app. */
	@Setup
	public void start() {
		SpringApplication app = new SpringApplication(App.class);
		app.setWebApplicationType(WebApplicationType.NONE);
		ConfigurableApplicationContext started = app.run();
		this.context = started;
		this.declared = started.getBean(ItemClient.class);
		this.byHand = started.getBean(ByHand.class).client();
	}

	/** Stops the app. */
	@TearDown
	public void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	/** GET, declared. */
	@Benchmark
	public @Nullable Item declaredGet() {
		return (this.declared != null) ? this.declared.item(1) : null;
	}

	/** GET, by hand. */
	@Benchmark
	public @Nullable Item byHandGet() {
		return (this.byHand != null) ? this.byHand.get().uri("/items/{id}", 1).retrieve().body(Item.class) : null;
	}

	/** POST, declared. */
	@Benchmark
	public @Nullable Item declaredPost() {
		return (this.declared != null) ? this.declared.add(new Item(1, "tea")) : null;
	}

	/** POST, by hand. */
	@Benchmark
	public @Nullable Item byHandPost() {
		return (this.byHand != null)
				? this.byHand.post().uri("/items").body(new Item(1, "tea")).retrieve().body(Item.class) : null;
	}

	/** The same transport for both. */
	@SpringBootApplication
	@EnableDaprInvoke(clients = ItemClient.class)
	static class App {

		@Bean
		Invoker memory() {
			return (request) -> {
				request.body().discard();
				return Mono.just(new InvokeResponse(200, "application/json", new InvokeHeaders(),
						new InvokeBody.Whole(Unpooled.wrappedBuffer(ANSWER))));
			};
		}

		@Bean
		ByHand byHand(@Dapr RestClient.Builder builder) {
			return new ByHand(builder.baseUrl("dapr://cart").build());
		}

	}

	/** The client written by hand. */
	record ByHand(RestClient client) {

	}

}
