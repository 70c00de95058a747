package dev.daprinvoke.scenario.zerotrust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.daprinvoke.harness.NameResolutionFile;
import dev.daprinvoke.harness.RawResponse;
import dev.daprinvoke.harness.SentryProcess;
import dev.daprinvoke.harness.Sidecar;
import dev.daprinvoke.harness.TestApp;

/**
 * Dapr's classic picture: an ingress calls service A, A calls service B, each in a
 * namespace of its own; A is for the ingress only, B for A only, and of B only what A
 * needs.
 */
final class Trinity implements AutoCloseable {

	private static final String MTLS = "{enabled: true}";

	private final Deque<AutoCloseable> running = new ArrayDeque<>();

	private final NameResolutionFile names;

	private final Path folder;

	private final SentryProcess sentry;

	private final TestApp appOfA = running(TestApp.start());

	private final TestApp appOfB = running(TestApp.start());

	private final Member ingress;

	private final Member a;

	private final Member b;

	/**
	 * Starts everything.
	 * @param folder an empty folder
	 * @param mtls Sentry's Configuration
	 */
	Trinity(Path folder, String mtls) {
		this.folder = folder;
		this.names = NameResolutionFile.in(folder);
		try {
			this.sentry = running(SentryProcess.start(folder, mtls)).awaitReady();
			policy("service-b", """
					{defaultAction: deny, trustDomain: public, policies: [
					  {appId: service-a, namespace: middle, trustDomain: public, defaultAction: deny, operations: [
					    {name: /orders/*, httpVerb: [GET, POST], action: allow}]}]}
					""");
			policy("service-a", """
					{defaultAction: deny, trustDomain: public, policies: [
					  {appId: ingress, namespace: edge, trustDomain: public, defaultAction: allow}]}
					""");
			policy("ingress", "{defaultAction: deny}");
			String anchors = this.sentry.anchors();
			this.b = running(new Member(startB(anchors)));
			this.a = running(new Member(startA(anchors)));
			this.ingress = running(new Member(startIngress(anchors)));
			this.appOfA.on("/checkout", (exchange) -> {
				exchange.wholeBody();
				RawResponse inner = this.a.invoke("service-b.inner", "orders/7");
				exchange.respond(inner.status(), "A asked B: " + inner.text());
			});
		}
		catch (RuntimeException | AssertionError ex) {
			kill();
			throw ex;
		}
	}

	Trinity(Path folder) {
		this(folder, MTLS);
	}

	private void policy(String id, String accessControl) {
		try {
			Files.writeString(this.folder.resolve(id + ".yaml"),
					"spec:\n  accessControl: " + accessControl.replace("\n", "\n    ") + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Sidecar startB(String anchors) {
		return start("service-b", "inner", this.appOfB.port(), anchors);
	}

	private Sidecar startA(String anchors) {
		return start("service-a", "middle", this.appOfA.port(), anchors);
	}

	private Sidecar startIngress(String anchors) {
		return start("ingress", "edge", 0, anchors);
	}

	private Sidecar start(String id, String namespace, int appPort, String anchors) {
		return this.sentry
			.certifying(Sidecar.of(id, this.folder)
				.names(this.names)
				.arguments("--config", this.folder.resolve(id + ".yaml").toString()))
			.variable("NAMESPACE", namespace)
			.variable("DAPR_TRUST_ANCHORS", anchors)
			.appPort(appPort)
			.startReady();
	}

	/** Gives each sidecar a successor with other trust anchors. */
	void restartWith(String anchors) {
		this.b.replace(() -> startB(anchors));
		this.a.replace(() -> startA(anchors));
		this.ingress.replace(() -> startIngress(anchors));
	}

	/** Calls an app through the ingress of the moment. */
	RawResponse throughIngress(String app, String method) {
		return this.ingress.invoke(app, method);
	}

	private <T extends AutoCloseable> T running(T started) {
		this.running.push(started);
		return started;
	}

	SentryProcess sentry() {
		return this.sentry;
	}

	NameResolutionFile names() {
		return this.names;
	}

	Path folder() {
		return this.folder;
	}

	Sidecar ingress() {
		return this.ingress.sidecar();
	}

	Sidecar a() {
		return this.a.sidecar();
	}

	Sidecar b() {
		return this.b.sidecar();
	}

	TestApp appOfA() {
		return this.appOfA;
	}

	TestApp appOfB() {
		return this.appOfB;
	}

	private void kill() {
		this.running.forEach((each) -> {
			if (each instanceof Member member) {
				member.sidecar().kill();
			}
			else if (each instanceof SentryProcess process) {
				process.process().close();
			}
			else if (each instanceof TestApp app) {
				app.close();
			}
		});
	}

	@Override
	public void close() throws Exception {
		while (!this.running.isEmpty()) {
			this.running.pop().close();
		}
	}

}
