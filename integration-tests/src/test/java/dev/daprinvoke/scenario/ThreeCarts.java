package dev.daprinvoke.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.SampleApp;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.SidecarSetup;
import dev.daprinvoke.testkit.Ports;

/**
 * The samples at work: FrontEnd and three Carts, each behind its own sidecar.
 */
final class ThreeCarts implements AutoCloseable {

	private static final Pattern INSTANCE = Pattern.compile("\"instance\":\"([^\"]*)\"");

	private final List<SampleApp> apps = new ArrayList<>();

	private final List<Sidecar> sidecars = new ArrayList<>();

	private final Path folder;

	private final @Nullable NameResolutionFile names;

	/**
	 * Prepares the scenario.
	 * @param folder a working directory
	 * @param names how sidecars find each other, null for the default, mDNS
	 */
	ThreeCarts(Path folder, @Nullable NameResolutionFile names) {
		this.folder = folder;
		this.names = names;
	}

	/** Starts four apps and four sidecars and waits for all of them. */
	void start() {
		// Instances take turns in the order of their addresses.
		int[] internalPorts = Ports.free(3);
		for (int i = 0; i < internalPorts.length; i++) {
			SampleApp cart = SampleApp.start("sample-cart", this.folder, Map.of("CART_INSTANCE", "cart-" + (i + 1)));
			this.apps.add(cart);
			this.sidecars.add(sidecar("cart").appPort(cart.port()).internalPort(internalPorts[i]).start());
		}
		int port = Ports.free();
		SampleApp frontend = SampleApp.start("sample-frontend", this.folder,
				Map.of("DAPR_HTTP_PORT", Integer.toString(port)));
		this.apps.add(frontend);
		this.sidecars.add(sidecar("frontend").appPort(frontend.port()).httpPort(port).start());
		this.apps.forEach(SampleApp::awaitReady);
		this.sidecars.forEach(Sidecar::awaitReady);
	}

	private SidecarSetup sidecar(String appId) {
		SidecarSetup setup = Sidecar.of(appId, this.folder);
		return (this.names != null) ? setup.names(this.names) : setup;
	}

	/**
	 * Asks FrontEnd for the cart again and again.
	 * @param calls how often
	 * @return who answered each call
	 */
	List<String> callFrontEnd(int calls) {
		SampleApp frontend = this.apps.get(this.apps.size() - 1);
		List<String> instances = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			RawResponse answer = frontend.http().get("/api/cart");
			Matcher instance = INSTANCE.matcher(answer.text());
			instances.add((answer.status() == 200 && instance.find()) ? instance.group(1) : answer.toString());
		}
		return instances;
	}

	@Override
	public void close() {
		AssertionError failure = null;
		for (Sidecar sidecar : this.sidecars) {
			try {
				sidecar.close();
			}
			catch (AssertionError ex) {
				failure = ex;
			}
		}
		this.apps.forEach(SampleApp::close);
		if (failure != null) {
			throw failure;
		}
	}

}
