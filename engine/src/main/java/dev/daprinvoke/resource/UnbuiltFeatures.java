package dev.daprinvoke.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * What operators ask for that this sidecar does not have yet. Nothing of it is ever
 * silently ignored: a door somebody believes to be locked must not stay open.
 *
 * @param refused what the sidecar must not start with, each with its place
 * @param accepted what it starts without, one line each to log
 */
public record UnbuiltFeatures(List<String> refused, List<String> accepted) {

	public UnbuiltFeatures {
		refused = List.copyOf(refused);
		accepted = List.copyOf(accepted);
	}

	/**
	 * Looks through what was loaded.
	 * @param configuration the Configuration
	 * @param resources the resources
	 * @return what is asked for and not built
	 */
	public static UnbuiltFeatures in(Configuration configuration, LoadedResources resources) {
		List<String> refused = new ArrayList<>();
		List<String> accepted = new ArrayList<>();
		configuration.unbuilt().forEach((member, at) -> {
			if (UnbuiltMembers.REFUSED.contains(member)) {
				refused.add(member + " (" + at + ")");
			}
			else {
				accepted.add("The Configuration member " + member + " (" + at + ") " + consequence(member));
			}
		});
		for (UnbuiltResource resource : resources.unbuilt()) {
			refused.add(resource.kind() + " " + resource.name() + " (" + resource.at() + ")");
		}
		return new UnbuiltFeatures(refused, accepted);
	}

	private static String consequence(String member) {
		if (!UnbuiltMembers.ACCEPTED.contains(member)) {
			return "is unknown and ignored";
		}
		return member.equals("tracing") ? "holds, but this version does not export spans yet"
				: "is accepted, but this version does not have the feature yet";
	}

	/**
	 * Ends the start if anything is refused.
	 * @throws ResourceException naming all that is refused
	 */
	public void requireNoneRefused() {
		if (!this.refused.isEmpty()) {
			throw new ResourceException("Features that this version does not have yet are asked for: "
					+ String.join(", ", this.refused) + ". Remove them, or run this app with Dapr's own daprd.", null);
		}
	}

}
