package dev.daprinvoke.policy.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.Verb;
import dev.daprinvoke.resource.AccessControl;
import dev.daprinvoke.target.SpiffeId;

/**
 * Decides as the Configuration's {@code accessControl} says (platform contract section
 * 2). Safe for use by any number of threads.
 */
public final class ConfiguredAccess implements AccessPolicy {

	private final boolean allowsByDefault;

	private final boolean httpApp;

	private final Map<List<String>, Rules> byCaller = new HashMap<>();

	/** What is said of one caller. */
	private record Rules(String trustDomain, @Nullable Boolean byDefault, OperationTrie<Rule> operations) {
	}

	/** What is said of one operation. */
	private record Rule(String name, Set<String> verbs, boolean allowed) {
	}

	/**
	 * Prepares the rules.
	 * @param rules what operators wrote
	 * @param httpApp whether the app speaks HTTP: letter case of paths is not regarded,
	 * verbs are; the other way round for gRPC
	 */
	public ConfiguredAccess(AccessControl rules, boolean httpApp) {
		this.allowsByDefault = rules.allowsByDefault();
		this.httpApp = httpApp;
		for (AccessControl.AppPolicy policy : rules.policies()) {
			OperationTrie<Rule> operations = new OperationTrie<>();
			for (AccessControl.Operation each : policy.operations()) {
				operations.put(httpApp ? lowerCase(each.name()) : each.name(),
						new Rule(each.name(), each.verbs(), each.allowed()));
			}
			this.byCaller.put(List.of(policy.namespace(), policy.appId()),
					new Rules(policy.trustDomain(), policy.allowsByDefault(), operations));
		}
	}

	@Override
	public Decision decide(AccessRequest request) {
		SpiffeId caller = request.caller();
		if (caller == null) {
			return new Decision(this.allowsByDefault, true, "the default action, as the caller has no identity");
		}
		List<String> app = caller.namespaceAndApp();
		if (app.isEmpty()) {
			return new Decision(false, "the caller's identity " + caller + " is no app's");
		}
		Rules rules = this.byCaller.get(app);
		if (rules == null || !rules.trustDomain().equals(caller.trustDomain())) {
			return new Decision(this.allowsByDefault, true, "the default action, as no policy is about " + caller);
		}
		return (this.httpApp && !request.proxied()) ? ofHttp(request, rules) : ofGrpc(request, rules);
	}

	private Decision ofHttp(AccessRequest request, Rules rules) {
		Boolean byDefault = rules.byDefault();
		if (request.verb() == Verb.NONE) {
			return new Decision(byDefault != null && byDefault, "the policy's default action, as there is no verb");
		}
		Rule rule = rules.operations().find(lowerCase(request.operation()));
		if (rule != null && (rule.verbs().contains(request.verb().name()) || rule.verbs().contains("*"))) {
			return new Decision(rule.allowed(), "the operation /" + rule.name());
		}
		return base(byDefault);
	}

	private Decision ofGrpc(AccessRequest request, Rules rules) {
		Rule rule = rules.operations().find(request.operation());
		return (rule != null) ? new Decision(rule.allowed(), "the operation /" + rule.name()) : base(rules.byDefault());
	}

	private Decision base(@Nullable Boolean byDefault) {
		return (byDefault != null) ? new Decision(byDefault, "the policy's default action, as no operation matches")
				: new Decision(this.allowsByDefault, true, "the default action, as no operation matches");
	}

	/** Character by character, as Go does: no context, no change of length. */
	private static String lowerCase(String path) {
		StringBuilder lower = null;
		for (int i = 0; i < path.length(); i += Character.charCount(path.codePointAt(i))) {
			int c = path.codePointAt(i);
			if (Character.toLowerCase(c) != c && lower == null) {
				lower = new StringBuilder(path.length()).append(path, 0, i);
			}
			if (lower != null) {
				lower.appendCodePoint(Character.toLowerCase(c));
			}
		}
		return (lower != null) ? lower.toString() : path;
	}

}
