package dev.daprinvoke.autoconfigure.client;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

import dev.daprinvoke.transport.sidecar.SidecarProbe;

/**
 * Tells where the sidecar is, and under which id it serves the app.
 */
final class SidecarInfo implements InfoContributor {

	private final SidecarProbe probe;

	SidecarInfo(SidecarProbe probe) {
		this.probe = probe;
	}

	@Override
	public void contribute(Info.Builder info) {
		Map<String, Object> dapr = new LinkedHashMap<>();
		dapr.put("endpoint", this.probe.endpoint().toString());
		try {
			SidecarProbe.Metadata sidecar = this.probe.metadata();
			dapr.put("appId", sidecar.appId());
			if (sidecar.runtimeVersion() != null) {
				dapr.put("runtimeVersion", sidecar.runtimeVersion());
			}
		}
		catch (IOException ex) {
			dapr.put("reachable", false);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		info.withDetail("dapr", dapr);
	}

}
