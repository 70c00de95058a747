package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

import dev.daprinvoke.policy.access.AccessMode;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * Properties of our own in the sidecar's {@code application.yaml} that are needed before,
 * and without, Spring.
 *
 * @param accessMode what becomes of access control's decisions
 * ({@code dapr.invoke.access.mode})
 */
record OwnProperties(AccessMode accessMode) {

	private static final String ACCESS_MODE = "dapr.invoke.access.mode";

	/**
	 * Reads the files, the later one laid over the earlier. Blocks.
	 * @param folder where they are
	 * @throws StartupException if a value makes no sense
	 */
	static OwnProperties read(SidecarSettings.Folder folder) {
		AccessMode mode = AccessMode.ENFORCE;
		Path home = folder.home();
		if (home != null) {
			mode = accessMode(home.resolve("conf/application.yaml"), mode);
		}
		Path own = folder.configuration();
		if (own != null) {
			mode = accessMode(own, mode);
		}
		return new OwnProperties(mode);
	}

	private static AccessMode accessMode(Path file, AccessMode byDefault) {
		Object value = find(documents(file), ACCESS_MODE);
		if (value == null) {
			return byDefault;
		}
		return switch (value.toString().toLowerCase(Locale.ROOT)) {
			case "enforce" -> AccessMode.ENFORCE;
			case "audit" -> AccessMode.AUDIT;
			default -> throw new StartupException(
					"%s is %s in %s. Give enforce or audit.".formatted(ACCESS_MODE, value, file));
		};
	}

	private static Object documents(Path file) {
		try {
			String text = Files.readString(file);
			Object first = saysNothing(text) ? null : new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
			return (first != null) ? first : Map.of();
		}
		catch (IOException | YAMLException ex) {
			// Spring, which is started for such a file, tells what is wrong.
			return Map.of();
		}
	}

	// As delivered: the reader of YAML is not worth loading then.
	private static boolean saysNothing(String text) {
		return text.lines().map(String::strip).allMatch((line) -> line.isEmpty() || line.startsWith("#"));
	}

	/** A name may be written with dots, as mappings, or as some of each. */
	private static @Nullable Object find(Object node, String name) {
		if (!(node instanceof Map<?, ?> mapping)) {
			return null;
		}
		if (mapping.get(name) != null) {
			return mapping.get(name);
		}
		for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
			Object inner = mapping.get(name.substring(0, dot));
			Object found = (inner != null) ? find(inner, name.substring(dot + 1)) : null;
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
