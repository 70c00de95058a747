package dev.daprinvoke.sidecar.api.grpc;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.protocol.runtime.ActorRuntime;
import dev.daprinvoke.protocol.runtime.AppConnectionHealthProperties;
import dev.daprinvoke.protocol.runtime.AppConnectionProperties;
import dev.daprinvoke.protocol.runtime.GetMetadataResponse;
import dev.daprinvoke.protocol.runtime.MetadataWorkflows;
import dev.daprinvoke.protocol.runtime.RegisteredComponents;
import dev.daprinvoke.sidecar.BuildInfo;
import dev.daprinvoke.sidecar.api.http.Metadata;
import dev.daprinvoke.sidecar.api.http.Readiness;
import dev.daprinvoke.process.flags.GoDuration;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * What the sidecar tells of itself, as a message (contract section 5.2).
 */
public final class OwnMetadata {

	private static final int LARGEST_VALUE = 64 * 1024;

	private final Metadata metadata;

	private final Readiness readiness;

	/**
	 * Creates the message's maker.
	 * @param metadata what there is to tell
	 * @param readiness how far the start has come
	 */
	public OwnMetadata(Metadata metadata, Readiness readiness) {
		this.metadata = metadata;
		this.readiness = readiness;
	}

	GetMetadataResponse read() {
		SidecarSettings.App app = this.metadata.app();
		GetMetadataResponse.Builder message = GetMetadataResponse.newBuilder()
			.setId(app.id())
			.setRuntimeVersion(BuildInfo.DAPR_VERSION)
			.addAllEnabledFeatures(this.metadata.enabledFeatures())
			.putAllExtendedMetadata(this.metadata.extended())
			.setAppConnectionProperties(properties(app))
			.setWorkflows(MetadataWorkflows.getDefaultInstance())
			.setActorRuntime(ActorRuntime.newBuilder()
				.setRuntimeStatus(this.readiness.isReady() ? ActorRuntime.ActorRuntimeStatus.DISABLED
						: ActorRuntime.ActorRuntimeStatus.INITIALIZING)
				.setPlacement("placement: disconnected"));
		this.metadata.components()
			.forEach((component) -> message.addRegisteredComponents(RegisteredComponents.newBuilder()
				.setName(component.name())
				.setType(component.type())
				.setVersion(component.version())));
		return message.build();
	}

	private static AppConnectionProperties properties(SidecarSettings.App app) {
		AppConnectionProperties.Builder properties = AppConnectionProperties.newBuilder()
			.setPort(Math.max(0, app.port()))
			.setProtocol(app.protocol())
			.setChannelAddress(app.channelAddress())
			.setMaxConcurrency(Math.max(0, app.maxConcurrency()));
		SidecarSettings.AppHealth health = app.health();
		if (health.enabled()) {
			AppConnectionHealthProperties.Builder probes = AppConnectionHealthProperties.newBuilder()
				.setHealthProbeInterval(GoDuration.format(health.interval()))
				.setHealthProbeTimeout(GoDuration.format(health.timeout()))
				.setHealthThreshold(health.threshold());
			properties.setHealth(app.protocol().startsWith("grpc") ? probes : probes.setHealthCheckPath(health.path()));
		}
		return properties.build();
	}

	/** Keeps a value; gives why it was not kept, or null. */
	@Nullable String set(String key, String value) {
		if (value.length() > LARGEST_VALUE) {
			return "value: " + value.length() + " characters (expected: at most " + LARGEST_VALUE + ")";
		}
		return this.metadata.set(key, value) ? null
				: "there is no room for a further value: values stay until the sidecar stops";
	}

}
