package dev.daprinvoke.resource;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which of Dapr's APIs the sidecar serves: the Configuration's {@code api} member
 * (contract section 5.5). What the rules decide for HTTP is in {@code policy.access};
 * those for gRPC are kept for the gRPC API.
 *
 * @param allowed what is allowed; empty allows everything
 * @param denied what is denied, even if it is allowed
 */
public record ApiRules(List<ApiRule> allowed, List<ApiRule> denied) {

	/** What no file says: everything is served. */
	public static final ApiRules NONE = new ApiRules(List.of(), List.of());

	public ApiRules {
		allowed = List.copyOf(allowed);
		denied = List.copyOf(denied);
	}

	static ApiRules from(YamlMapping api) {
		return new ApiRules(api.mappings("allowed").stream().map(ApiRule::from).toList(),
				api.mappings("denied").stream().map(ApiRule::from).toList());
	}

	/**
	 * What operators may have meant to allow or deny, but did not.
	 * @return a line to log for each rule without effect
	 */
	public List<String> problems() {
		return Stream.concat(problems("allowed", this.allowed), problems("denied", this.denied)).toList();
	}

	private static Stream<String> problems(String list, List<ApiRule> rules) {
		return rules.stream().map((rule) -> {
			String problem = rule.problem();
			return (problem != null)
					? "The rule in api." + list + " (" + rule.at() + ") has no effect, as in Dapr: " + problem : null;
		}).filter(Objects::nonNull);
	}

}
