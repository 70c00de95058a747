package dev.daprinvoke.resource;

import java.util.List;

/**
 * A resource of kind Component that concerns this app.
 *
 * @param name its name, not empty
 * @param namespace its namespace, or empty
 * @param type what it is, such as {@code middleware.http.routeralias}, not empty
 * @param version its version as written, or empty
 * @param metadata its settings, templates already replaced
 * @param scopes the apps that may use it, empty for all
 * @param secretStore the store its secret references point into, or empty
 * @param at where its document begins
 */
public record Component(String name, String namespace, String type, String version, List<MetadataItem> metadata,
		List<String> scopes, String secretStore, Position at) {

	public Component {
		metadata = List.copyOf(metadata);
		scopes = List.copyOf(scopes);
	}

	static Component from(YamlMapping document, ResourceHeader header, TemplateValues templates) {
		YamlMapping spec = document.mapping("spec");
		String type = spec.text("type");
		if (header.name().isEmpty() || type.isEmpty()) {
			throw new MalformedYamlException(document.at(),
					"the Component has no " + (header.name().isEmpty() ? "metadata.name" : "spec.type"));
		}
		List<MetadataItem> metadata = spec.mappings("metadata")
			.stream()
			.map((item) -> MetadataItem.from(item, templates))
			.toList();
		return new Component(header.name(), header.namespace(), type, spec.text("version"), metadata, header.scopes(),
				document.mapping("auth").text("secretStore"), document.at());
	}

	/** The name with type and version, as messages quote a Component. */
	String logName() {
		return this.name + " (" + this.type + "/" + this.version + ")";
	}

}
