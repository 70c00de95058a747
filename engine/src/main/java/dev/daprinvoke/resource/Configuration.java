package dev.daprinvoke.resource;

import java.util.Map;

/**
 * What the Configuration files say together (contract section 7.2).
 *
 * @param nameResolution which resolver finds apps
 * @param api which APIs are served
 * @param accessControl who may call the app
 * @param apiLogging whether and how calls of the APIs are logged
 * @param features Dapr's feature gates
 * @param tracing what becomes of traces
 * @param unbuilt the members of {@code spec} that ask for a feature this sidecar does not
 * have yet, in the order of the contract, and where each was written
 */
public record Configuration(NameResolution nameResolution, ApiRules api, AccessControl accessControl,
		ApiLogging apiLogging, Features features, TracingSettings tracing, Map<String, Position> unbuilt) {

	/** What a sidecar started without {@code --config} has. */
	public static final Configuration DEFAULT = new Configuration(NameResolution.DEFAULT, ApiRules.NONE,
			AccessControl.ALLOW_ALL, ApiLogging.OFF, Features.DEFAULT, TracingSettings.DEFAULT, Map.of());

}
