package dev.daprinvoke.resource;

/**
 * Decides which resources concern this app (contract section 7.1, rows "scopes" and
 * "namespace").
 *
 * @param appId this app's id
 * @param namespace the value of {@code NAMESPACE}; empty, or unset, ends the namespace
 * rule
 */
record ResourceScope(String appId, String namespace) {

	boolean namesApp(ResourceHeader header) {
		return header.scopes().isEmpty() || header.scopes().contains(this.appId);
	}

	boolean isInNamespace(ResourceHeader header) {
		return this.namespace.isEmpty() || header.namespace().isEmpty() || header.namespace().equals(this.namespace);
	}

}
