package dev.daprinvoke.resource;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.target.MethodPath;

/**
 * Who may call the app: the Configuration's {@code accessControl} member, laid over what
 * holds without it (platform contract section 2). Real Dapr passes over keys that it does
 * not know and verbs that no request has, and so leaves doors open that were meant to be
 * shut: here both are errors.
 *
 * @param allowsByDefault what becomes of calls that no policy is about
 * @param trustDomain the app's own trust domain
 * @param policies what is said of single callers, in order
 */
public record AccessControl(boolean allowsByDefault, String trustDomain, List<AppPolicy> policies) {

	/** What holds without a word: every call is allowed. */
	public static final AccessControl ALLOW_ALL = new AccessControl(true, "public", List.of());

	private static final Set<String> VERBS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
			"TRACE", "PATCH", "*");

	public AccessControl {
		policies = List.copyOf(policies);
	}

	/**
	 * What is said of one caller.
	 *
	 * @param appId the caller's app id
	 * @param namespace its namespace
	 * @param trustDomain its trust domain
	 * @param allowsByDefault what becomes of its calls that no operation is about, or
	 * {@code null} if that is not said
	 * @param operations what is said of single operations, in order
	 * @param at where it was written
	 */
	public record AppPolicy(String appId, String namespace, String trustDomain, @Nullable Boolean allowsByDefault,
			List<Operation> operations, Position at) {

		public AppPolicy {
			operations = List.copyOf(operations);
		}

	}

	/**
	 * What is said of one operation.
	 *
	 * @param name the path as written, normalised, without a leading slash; may have
	 * stars
	 * @param verbs the verbs that it is about, {@code *} for all
	 * @param allowed whether it may be called
	 */
	public record Operation(String name, Set<String> verbs, boolean allowed) {

		public Operation {
			verbs = Set.copyOf(verbs);
		}

	}

	/**
	 * What operators may have meant, but what does not hold where callers have no
	 * identity.
	 * @return a line to log for each
	 */
	public List<String> problemsWithoutIdentities() {
		return this.policies.isEmpty() ? List.of()
				: List.of("accessControl has " + this.policies.size() + " policies (the first one in "
						+ this.policies.get(0).at() + "), but mTLS is off: without identities of callers only its"
						+ " defaultAction holds, which is " + (this.allowsByDefault ? "allow" : "deny"));
	}

	static AccessControl from(YamlMapping spec) {
		if (spec.entries().containsKey("accessControl") && spec.value("accessControl") == null) {
			return ALLOW_ALL;
		}
		YamlMapping member = spec.mapping("accessControl");
		requireKnown(member, "accessControl", "defaultAction", "trustDomain", "policies");
		boolean said = member.value("defaultAction") != null;
		String trustDomain = member.text("trustDomain");
		return new AccessControl(!said || allows(member, "defaultAction"),
				trustDomain.isEmpty() ? ALLOW_ALL.trustDomain() : trustDomain,
				member.mappings("policies").stream().map(AccessControl::policy).toList());
	}

	private static AppPolicy policy(YamlMapping item) {
		requireKnown(item, "a policy of accessControl", "appId", "namespace", "trustDomain", "defaultAction",
				"operations");
		for (String required : List.of("appId", "namespace", "trustDomain")) {
			if (item.text(required).isEmpty()) {
				throw new MalformedYamlException(item.at(),
						"the policy of accessControl for "
								+ (item.text("appId").isEmpty() ? "an app without id" : item.text("appId")) + " has no "
								+ required + " (expected: appId, namespace and trustDomain)");
			}
		}
		Boolean byDefault = item.text("defaultAction").isEmpty() ? null : allows(item, "defaultAction");
		return new AppPolicy(item.text("appId"), item.text("namespace"), item.text("trustDomain"), byDefault,
				item.mappings("operations").stream().map(AccessControl::operation).toList(), item.at());
	}

	private static Operation operation(YamlMapping item) {
		requireKnown(item, "an operation of accessControl", "name", "httpVerb", "action");
		String name = item.text("name");
		if (name.isEmpty()) {
			throw new MalformedYamlException(item.at(), "an operation of accessControl has no name (expected: a path)");
		}
		List<String> verbs = item.texts("httpVerb");
		verbs.stream().filter((verb) -> !VERBS.contains(verb)).findFirst().ifPresent((verb) -> {
			throw new MalformedYamlException(item.at(), "the operation " + name + " of accessControl has the httpVerb "
					+ verb + " (expected: GET, POST or another verb in upper case, or *)");
		});
		try {
			return new Operation(MethodPath.of(name).value(), Set.copyOf(verbs), allows(item, "action"));
		}
		catch (IllegalArgumentException ex) {
			throw new MalformedYamlException(item.at(),
					"the operation " + name + " of accessControl is no path: " + ex.getMessage(), ex);
		}
	}

	/** An empty text denies, as in Dapr. */
	private static boolean allows(YamlMapping item, String key) {
		String action = item.text(key).toLowerCase(Locale.ROOT);
		if (action.equals("allow")) {
			return true;
		}
		if (action.isEmpty() || action.equals("deny")) {
			return false;
		}
		throw new MalformedYamlException(item.at(),
				"the " + key + " of accessControl is " + item.text(key) + " (expected: allow or deny)");
	}

	private static void requireKnown(YamlMapping mapping, String what, String... known) {
		Set<String> names = Set.of(known);
		for (Map.Entry<String, YamlValue> entry : mapping.entries().entrySet()) {
			if (!names.contains(entry.getKey())) {
				throw new MalformedYamlException(entry.getValue().at(),
						what + " has no field " + entry.getKey() + " (expected: " + String.join(", ", known) + ")");
			}
		}
	}

}
