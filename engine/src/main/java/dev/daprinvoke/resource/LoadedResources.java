package dev.daprinvoke.resource;

import java.util.List;

/**
 * What the resources directories hold for this app.
 *
 * @param components the Components, in the order of directories, file names and documents
 * @param unbuilt resources of kinds that are not built yet
 * @param problems what was skipped and should be logged
 */
public record LoadedResources(List<Component> components, List<UnbuiltResource> unbuilt,
		List<ResourceProblem> problems) {

	/** What a sidecar started without {@code --resources-path} has. */
	public static final LoadedResources NONE = new LoadedResources(List.of(), List.of(), List.of());

	public LoadedResources {
		components = List.copyOf(components);
		unbuilt = List.copyOf(unbuilt);
		problems = List.copyOf(problems);
	}

}
