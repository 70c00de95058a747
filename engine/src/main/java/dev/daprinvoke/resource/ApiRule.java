package dev.daprinvoke.resource;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a Configuration's {@code api.allowed} or {@code api.denied} (contract
 * section 5.5).
 *
 * @param name the API's name as written, such as {@code invoke}
 * @param version its version as written, such as {@code v1}
 * @param protocol the protocol as written
 * @param at where it was written
 */
public record ApiRule(String name, String version, String protocol, Position at) {

	private static final Set<String> GROUPS = Set.of("invoke", "state", "publish", "bindings", "secrets", "actors",
			"metadata", "configuration", "lock", "unlock", "crypto", "subtlecrypto", "workflows", "healthz", "jobs",
			"shutdown", "conversation");

	private static final Set<String> GROUP_VERSIONS = Set.of("v1", "v1alpha1", "v1alpha2", "v1beta1");

	static ApiRule from(YamlMapping item) {
		return new ApiRule(item.text("name"), item.text("version"), item.text("protocol"), item.at());
	}

	/**
	 * Whether it is about the HTTP API.
	 * @return whether its protocol is HTTP, in any case
	 */
	public boolean isForHttp() {
		return this.protocol.equalsIgnoreCase("http");
	}

	/**
	 * Whether it is about the gRPC API.
	 * @return whether its protocol is gRPC, in lower case only, as real Dapr has it
	 */
	public boolean isForGrpc() {
		return this.protocol.equals("grpc");
	}

	/**
	 * What an HTTP rule is compared by.
	 * @return version and name, such as {@code v1/invoke}
	 */
	public String key() {
		return this.version + "/" + this.name;
	}

	/**
	 * What a gRPC rule is compared by.
	 * @return name and version, such as {@code invoke.v1}
	 */
	public String grpcKey() {
		return this.name + "." + this.version;
	}

	/**
	 * Why the rule has no effect.
	 * @return what is wrong, or {@code null} if it may have one
	 */
	@Nullable String problem() {
		if (!isForHttp() && !isForGrpc()) {
			return "its protocol is " + (this.protocol.isEmpty() ? "missing" : this.protocol)
					+ " (expected: http or grpc)";
		}
		return (isForHttp() && !namesSomething()) ? "Dapr has no HTTP API " + key() : null;
	}

	private boolean namesSomething() {
		if (GROUP_VERSIONS.contains(this.version)) {
			return GROUPS.contains(this.name);
		}
		String first = this.name.split("/", 2)[0];
		boolean wholeName = this.name.contains("/");
		return this.version.startsWith("v1.0") && Stream.concat(GROUPS.stream(), Stream.of("subscribe"))
			.anyMatch((group) -> wholeName ? group.equals(first) : group.startsWith(first));
	}

}
