package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import dev.daprinvoke.transport.sidecar.SidecarProbe;

/**
 * Up while the sidecar can make calls.
 */
final class SidecarHealth extends AbstractHealthIndicator {

	private final SidecarProbe probe;

	SidecarHealth(SidecarProbe probe) {
		super("The sidecar could not be asked");
		this.probe = probe;
	}

	@Override
	protected void doHealthCheck(Health.Builder health) throws Exception {
		health.withDetail("endpoint", this.probe.endpoint().toString());
		String unready = this.probe.unready();
		if (unready != null) {
			health.down().withDetail("error", unready);
			return;
		}
		health.up();
		try {
			SidecarProbe.Metadata sidecar = this.probe.metadata();
			health.withDetail("appId", sidecar.appId());
			withDetail(health, "runtimeVersion", sidecar.runtimeVersion());
		}
		catch (IOException ex) {
			// Operators may forbid metadata and leave invocation.
			health.withDetail("metadata", "not told");
		}
	}

	private static void withDetail(Health.Builder health, String name, @Nullable String value) {
		if (value != null) {
			health.withDetail(name, value);
		}
	}

}
