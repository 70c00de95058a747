package dev.daprinvoke.resource;

import java.util.Map;

/**
 * What the Configuration files say together (contract section 7.2).
 *
 * @param nameResolution which resolver finds apps
 * @param unbuilt the members of {@code spec} that ask for a feature this sidecar does not
 * have yet, in the order of the contract, and where each was written
 */
public record Configuration(NameResolution nameResolution, Map<String, Position> unbuilt) {

	/** What a sidecar started without {@code --config} has. */
	public static final Configuration DEFAULT = new Configuration(NameResolution.DEFAULT, Map.of());

}
