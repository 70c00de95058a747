package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts the documents of resource files by kind, keeping those that concern this app
 * (contract section 7.1). Not for use by several threads.
 */
final class ResourceCollector {

	private final ResourceScope scope;

	private final TemplateValues templates;

	private final Map<String, Component> components = new LinkedHashMap<>();

	private final List<UnbuiltResource> unbuilt = new ArrayList<>();

	private final List<ResourceProblem> problems = new ArrayList<>();

	ResourceCollector(ResourceScope scope, TemplateValues templates) {
		this.scope = scope;
		this.templates = templates;
	}

	/**
	 * Takes what a file holds.
	 * @param file the file
	 * @throws ResourceException if it defines a Component that is there already
	 */
	void collect(Path file) {
		try {
			List<YamlDocuments.Document> documents = YamlDocuments.cut(new TextFile(file).read());
			for (int i = 0; i < Math.min(documents.size(), YamlDocuments.MAX_DOCUMENTS); i++) {
				collect(file, documents.get(i), i == 0);
			}
			if (documents.size() > YamlDocuments.MAX_DOCUMENTS) {
				this.problems.add(new ResourceProblem(
						new Position(file, documents.get(YamlDocuments.MAX_DOCUMENTS).linesBefore() + 1, 1),
						"more than " + YamlDocuments.MAX_DOCUMENTS + " documents in one file"));
			}
		}
		catch (IOException ex) {
			this.problems.add(new ResourceProblem(new Position(file, 1, 1), "the file " + ex.getMessage()));
		}
	}

	LoadedResources collected() {
		return new LoadedResources(List.copyOf(this.components.values()), this.unbuilt, this.problems);
	}

	private void collect(Path file, YamlDocuments.Document document, boolean first) {
		try {
			YamlMapping content = new YamlReader(file).readFirst(document.text(), document.linesBefore());
			if (content != null) {
				collect(content, first);
			}
		}
		catch (MalformedYamlException ex) {
			this.problems.add(new ResourceProblem(ex.at(), ex.what()));
		}
	}

	private void collect(YamlMapping document, boolean first) {
		switch (document.text("kind")) {
			case "Component" -> addComponent(document, ResourceHeader.from(document));
			case "HTTPEndpoint" -> addHttpEndpoint(document, ResourceHeader.from(document));
			case "Resiliency" -> addResiliency(document, ResourceHeader.from(document), first);
			default -> {
			}
		}
	}

	private void addComponent(YamlMapping document, ResourceHeader header) {
		if (!header.hasVersion() || !this.scope.isInNamespace(header) || !this.scope.namesApp(header)) {
			return;
		}
		Component component = Component.from(document, header, this.templates);
		Component existing = this.components.putIfAbsent(component.name(), component);
		if (existing != null) {
			throw new ResourceException("duplicate definition of Component name " + component.logName() + " in "
					+ component.at() + ", with existing " + existing.logName() + " in " + existing.at()
					+ ". Remove or rename one of them.", null);
		}
	}

	private void addHttpEndpoint(YamlMapping document, ResourceHeader header) {
		if (header.hasVersion() && this.scope.isInNamespace(header) && this.scope.namesApp(header)) {
			this.unbuilt.add(new UnbuiltResource(header.kind(), header.name(), document.at()));
		}
	}

	/**
	 * Real Dapr looks for this kind only in the first document of a file, whatever its
	 * apiVersion and namespace.
	 */
	private void addResiliency(YamlMapping document, ResourceHeader header, boolean first) {
		if (!this.scope.namesApp(header) || !document.mapping("spec").saysSomething()) {
			return;
		}
		if (first) {
			this.unbuilt.add(new UnbuiltResource(header.kind(), header.name(), document.at()));
		}
		else {
			this.problems
				.add(new ResourceProblem(document.at(), "a Resiliency is only read from the first document of a file"));
		}
	}

}
