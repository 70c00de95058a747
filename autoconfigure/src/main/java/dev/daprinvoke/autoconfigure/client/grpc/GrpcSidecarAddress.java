package dev.daprinvoke.autoconfigure.client.grpc;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

import dev.daprinvoke.autoconfigure.client.DaprInvokeProperties;
import dev.daprinvoke.autoconfigure.client.InvalidSettingException;
import dev.daprinvoke.spring.client.grpc.GrpcEndpoint;
import dev.daprinvoke.spring.client.grpc.GrpcSidecar;

/**
 * Finds the sidecar: our own property first, then the variables that Dapr sets for an
 * app. Empty ones count as not set.
 *
 * @param properties our own settings
 * @param environment knows the variables
 */
record GrpcSidecarAddress(DaprInvokeProperties.Sidecar properties, PropertyResolver environment) {

	private static final String ENDPOINT = "DAPR_GRPC_ENDPOINT";

	private static final String PORT = "DAPR_GRPC_PORT";

	private static final String TOKEN = "DAPR_API_TOKEN";

	private static final String OWN_TOKEN = "dapr.invoke.sidecar.api-token";

	private static final String DEFAULT_PORT = "50001";

	GrpcSidecar sidecar() {
		GrpcEndpoint endpoint;
		try {
			endpoint = endpoint();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(String.valueOf(ex.getMessage()), ex);
		}
		String own = this.properties.apiToken();
		boolean isOwn = StringUtils.hasText(own);
		try {
			return new GrpcSidecar(endpoint, isOwn ? own : variable(TOKEN));
		}
		catch (IllegalArgumentException ex) {
			// Says the same as the cause, in the user's words.
			throw new InvalidSettingException((isOwn ? OWN_TOKEN : TOKEN) + ": (not shown) (expected: printable ASCII)",
					null);
		}
	}

	private GrpcEndpoint endpoint() {
		String own = this.properties.grpcEndpoint();
		if (StringUtils.hasText(own)) {
			return GrpcEndpoint.parse("dapr.invoke.sidecar.grpc-endpoint", own);
		}
		String endpoint = variable(ENDPOINT);
		if (endpoint != null) {
			return GrpcEndpoint.parse(ENDPOINT, endpoint);
		}
		String port = variable(PORT);
		return GrpcEndpoint.local(PORT, (port != null) ? port : DEFAULT_PORT);
	}

	private @Nullable String variable(String name) {
		String value = this.environment.getProperty(name);
		return StringUtils.hasText(value) ? value : null;
	}

}
