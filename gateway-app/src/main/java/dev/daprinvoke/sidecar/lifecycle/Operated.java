package dev.daprinvoke.sidecar.lifecycle;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.resource.Configuration;
import dev.daprinvoke.resource.ConfigurationLoader;
import dev.daprinvoke.resource.LoadedResources;
import dev.daprinvoke.resource.ResourceException;
import dev.daprinvoke.resource.ResourceLoader;
import dev.daprinvoke.resource.UnbuiltFeatures;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.target.AppId;

/**
 * What operators wrote for this sidecar in YAML, checked.
 *
 * @param configuration the Configuration
 * @param resources the resources
 * @param properties our own properties
 */
record Operated(Configuration configuration, LoadedResources resources, OwnProperties properties) {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime");

	static Operated load(SidecarSettings settings, Map<String, String> environment) {
		try {
			Configuration configuration = new ConfigurationLoader(environment)
				.load(settings.resources().configurations());
			LoadedResources resources = new ResourceLoader(new AppId(settings.app().id()), environment)
				.load(settings.resources().directories());
			resources.problems().forEach((problem) -> log.warn("{}", problem));
			configuration.api().problems().forEach((problem) -> log.warn("{}", problem));
			if (settings.mesh() == null) {
				configuration.accessControl().problemsWithoutIdentities().forEach((problem) -> log.warn("{}", problem));
			}
			UnbuiltFeatures unbuilt = UnbuiltFeatures.in(configuration, resources);
			unbuilt.requireNoneRefused();
			unbuilt.accepted().forEach(log::warn);
			return new Operated(configuration, resources, OwnProperties.read(settings.folder()));
		}
		catch (ResourceException ex) {
			throw new StartupException(String.valueOf(ex.getMessage()), ex);
		}
	}

}
