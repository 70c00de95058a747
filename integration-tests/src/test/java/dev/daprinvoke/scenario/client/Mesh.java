package dev.daprinvoke.scenario.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;
import dev.daprinvoke.harness.TestApp;
import dev.daprinvoke.testkit.Ports;

/**
 * The app {@code cart} behind its sidecar, and the sidecar of the shop.
 */
final class Mesh implements AutoCloseable {

	private static final String JSON = "Content-Type: application/json";

	private final TestApp cart = TestApp.start();

	/** Ends the waiting of slow answers. */
	private final CountDownLatch end = new CountDownLatch(1);

	private final NameResolutionFile names;

	private final Path folder;

	private final int shopPort = Ports.free();

	private final Sidecar cartSidecar;

	private Sidecar shopSidecar;

	private Mesh(Path folder) {
		this.folder = folder;
		this.names = NameResolutionFile.in(folder);
		this.cart.on("/items/1", (exchange) -> exchange.respond(200, "{\"id\":1,\"name\":\"tea\"}", JSON));
		this.cart.on("/items/missing",
				(exchange) -> exchange.respond(404, "{\"title\":\"Gone\"}", "Content-Type: application/problem+json"));
		this.cart.on("/items/broken", (exchange) -> exchange.respond(500, "{\"oh\":\"no\"}", JSON));
		this.cart.on("/items/busy", (exchange) -> exchange.respond(503, "later", "Content-Type: text/plain"));
		this.cart.on("/slow", this::slow);
		this.cart.on("/cut", Mesh::cut);
		try {
			this.cartSidecar = Sidecar.of("cart", folder).names(this.names).appPort(this.cart.port()).startReady();
			try {
				this.shopSidecar = shop().startReady();
			}
			catch (AssertionError ex) {
				this.cartSidecar.kill();
				throw ex;
			}
		}
		catch (AssertionError ex) {
			this.cart.close();
			throw ex;
		}
	}

	/**
	 * Starts everything and waits until it is ready.
	 * @param folder an empty folder
	 * @return the mesh
	 */
	static Mesh start(Path folder) {
		return new Mesh(folder);
	}

	TestApp cart() {
		return this.cart;
	}

	/** Where the sidecar of the shop is, in all its lives. */
	int shopPort() {
		return this.shopPort;
	}

	Sidecar shopSidecar() {
		return this.shopSidecar;
	}

	/** How the sidecar of the shop is started. */
	SidecarSetup shop() {
		return Sidecar.of("shop", this.folder).names(this.names).httpPort(this.shopPort);
	}

	/**
	 * Starts the sidecar of the shop anew, after its end, and waits until it is ready.
	 */
	void restartShopSidecar() {
		this.shopSidecar = shop().startReady();
	}

	private void slow(AppExchange exchange) throws IOException {
		exchange.note();
		try {
			this.end.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		exchange.hangUp();
	}

	// Some bytes of many, and then no more.
	private static void cut(AppExchange exchange) throws IOException {
		exchange.respondRaw(("HTTP/1.1 200 OK\r\n" + JSON + "\r\nContent-Length: 100000\r\n\r\n{\"id\":1,\"name\":\""
				+ "a".repeat(20_000))
			.getBytes(StandardCharsets.US_ASCII));
		exchange.hangUp();
	}

	@Override
	public void close() {
		this.end.countDown();
		try (this.cart; this.cartSidecar) {
			this.shopSidecar.close();
		}
	}

}
