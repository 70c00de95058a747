package dev.daprinvoke.policy.access;

import java.util.List;

import dev.daprinvoke.resource.ApiRule;
import dev.daprinvoke.resource.ApiRules;

/**
 * Decides which routes of the HTTP API and which methods of the gRPC API exist, after the
 * Configuration's {@code api} rules (contract section 5.5). Denied rules win; without
 * allowed ones all else is allowed.
 */
public final class ApiAccess {

	/** What holds without rules: every route exists. */
	public static final ApiAccess ALL = new ApiAccess(ApiRules.NONE);

	private final List<ApiRule> allowed;

	private final List<ApiRule> denied;

	private final List<ApiRule> allowedGrpc;

	private final List<ApiRule> deniedGrpc;

	/**
	 * Reads the rules, for each of the two by itself, so that allowing something there
	 * takes nothing away here.
	 * @param rules what operators wrote
	 */
	public ApiAccess(ApiRules rules) {
		this.allowed = rules.allowed().stream().filter(ApiRule::isForHttp).toList();
		this.denied = rules.denied().stream().filter(ApiRule::isForHttp).toList();
		this.allowedGrpc = rules.allowed().stream().filter(ApiRule::isForGrpc).toList();
		this.deniedGrpc = rules.denied().stream().filter(ApiRule::isForGrpc).toList();
	}

	/**
	 * Whether a route exists.
	 * @param group the API it belongs to, with the group's version: {@code v1/invoke}
	 * @param route its path without the first slash: {@code v1.0/invoke/*}
	 * @return whether it is to be served
	 */
	public boolean servesHttp(String group, String route) {
		return !isNamed(this.denied, group, route) && (this.allowed.isEmpty() || isNamed(this.allowed, group, route));
	}

	/**
	 * Whether methods of the gRPC API exist.
	 * @param key their group and its version: {@code invoke.v1}
	 * @return whether they are to be served
	 */
	public boolean servesGrpc(String key) {
		return this.deniedGrpc.stream().noneMatch((rule) -> rule.grpcKey().equals(key)) && (this.allowedGrpc.isEmpty()
				|| this.allowedGrpc.stream().anyMatch((rule) -> rule.grpcKey().equals(key)));
	}

	private static boolean isNamed(List<ApiRule> rules, String group, String route) {
		return rules.stream().map(ApiRule::key).anyMatch((key) -> key.equals(group) || route.startsWith(key));
	}

}
