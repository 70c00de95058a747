package dev.daprinvoke.resource;

import java.util.List;

/**
 * What all kinds of resources have in common.
 *
 * @param apiVersion the version as written
 * @param kind the kind as written
 * @param name its name, or empty
 * @param namespace its namespace, or empty
 * @param scopes the apps it is meant for, empty for all
 */
record ResourceHeader(String apiVersion, String kind, String name, String namespace, List<String> scopes) {

	static final String API_VERSION = "dapr.io/v1alpha1";

	static ResourceHeader from(YamlMapping document) {
		YamlMapping metadata = document.mapping("metadata");
		return new ResourceHeader(document.text("apiVersion"), document.text("kind"), metadata.text("name"),
				metadata.text("namespace"), document.texts("scopes"));
	}

	boolean hasVersion() {
		return this.apiVersion.equals(API_VERSION);
	}

}
