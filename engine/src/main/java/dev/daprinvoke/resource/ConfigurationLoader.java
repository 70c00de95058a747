package dev.daprinvoke.resource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files given by {@code --config} (contract section 7.1, last column): of each
 * the first document, whatever its kind, environment variables expanded, later files laid
 * over earlier ones.
 */
public final class ConfigurationLoader {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	private final EnvironmentExpansion environment;

	/**
	 * A loader that expands variables from an environment.
	 * @param environment the environment
	 */
	public ConfigurationLoader(Map<String, String> environment) {
		this.environment = new EnvironmentExpansion(Map.copyOf(environment));
	}

	/**
	 * Reads and merges the files. Blocks until all are read.
	 * @param files the files in the order they were given, possibly none
	 * @return what they say together
	 * @throws ResourceException if one is missing or malformed
	 */
	public Configuration load(List<Path> files) {
		YamlMapping spec = merge(files);
		return (spec == null) ? Configuration.DEFAULT : decode(spec);
	}

	/**
	 * Reads what Sentry needs of the same files. Blocks until all are read.
	 * @param files the files in the order they were given, possibly none
	 * @return what they say together
	 * @throws ResourceException if one is missing or malformed
	 */
	public MeshSettings loadMesh(List<Path> files) {
		try {
			YamlMapping spec = merge(files);
			return (spec == null) ? MeshSettings.DEFAULT : MeshSettings.from(spec.mapping("mtls"));
		}
		catch (MalformedYamlException ex) {
			throw malformed(ex);
		}
	}

	private @Nullable YamlMapping merge(List<Path> files) {
		YamlMapping spec = null;
		for (Path file : files) {
			YamlMapping next = readSpec(file);
			spec = (spec == null) ? next : ConfigurationOverlay.lay(next, spec);
		}
		return spec;
	}

	private YamlMapping readSpec(Path file) {
		try {
			YamlMapping document = new YamlReader(file).readFirst(text(file), 0);
			if (document == null || document.value("spec") == null) {
				log.warn("The file {}, given by --config, has no spec: nothing of it is used", file);
				return new YamlMapping(new Position(file, 1, 1), Map.of());
			}
			return document.mapping("spec");
		}
		catch (MalformedYamlException ex) {
			throw malformed(ex);
		}
	}

	private String text(Path file) {
		try {
			return this.environment.expand(new TextFile(file).read());
		}
		catch (IOException ex) {
			throw new ResourceException("The configuration file " + file + ", given by --config, " + ex.getMessage()
					+ ". Name a readable Configuration file, or start without this --config.", ex);
		}
	}

	private static Configuration decode(YamlMapping spec) {
		try {
			return new Configuration(NameResolution.from(spec.mapping("nameResolution")),
					ApiRules.from(spec.mapping("api")), AccessControl.from(spec),
					ApiLogging.from(spec.mapping("logging").mapping("apiLogging")),
					Features.from(spec.mappings("features")), TracingSettings.from(spec.mapping("tracing")),
					UnbuiltMembers.of(spec));
		}
		catch (MalformedYamlException ex) {
			throw malformed(ex);
		}
	}

	private static ResourceException malformed(MalformedYamlException ex) {
		return new ResourceException("The Configuration in " + ex.at() + ", is malformed: " + ex.what()
				+ ". Correct the file, or start without this --config.", ex);
	}

}
