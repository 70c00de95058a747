package dev.daprinvoke.sidecar.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import dev.daprinvoke.resource.Configuration;
import dev.daprinvoke.resource.ConfigurationLoader;
import dev.daprinvoke.resource.LoadedResources;
import dev.daprinvoke.resource.ResourceException;
import dev.daprinvoke.resource.UnbuiltFeatures;
import dev.daprinvoke.sidecar.flags.SidecarSettings;

/**
 * Notices that a Configuration which lies in a resources directory was edited there: such
 * an edit is to restart the sidecar, others wait for a SIGHUP (contract section 7.1, hot
 * reload).
 * <p>
 * Files are looked at again and again, since file systems that containers mount tell
 * nobody of changes. An edit that makes a Configuration the sidecar could not start with
 * is logged and passed over.
 */
final class ConfigurationWatch {

	private static final Logger log = LoggerFactory.getLogger("dapr.runtime.hotreload");

	private final SidecarSettings.Resources resources;

	private final Map<String, String> environment;

	private final Configuration running;

	/**
	 * Creates the watch.
	 * @param resources the files and directories the sidecar was started with
	 * @param environment the environment, for variables in the files
	 * @param running what the files said at the start
	 */
	ConfigurationWatch(SidecarSettings.Resources resources, Map<String, String> environment, Configuration running) {
		this.resources = resources;
		this.environment = environment;
		this.running = running;
	}

	/** Whether there is a file whose edits count. */
	boolean hasFiles() {
		return !watched().isEmpty();
	}

	/**
	 * Waits for an edit.
	 * @param interval the time between two looks, which is also how long a file must have
	 * stayed the same: editors write in several steps
	 * @param reader where files are read
	 * @return completes when the Configuration has become another one
	 */
	Mono<Void> edited(Duration interval, Scheduler reader) {
		List<Path> files = watched();
		return Flux.interval(interval, reader)
			.onBackpressureDrop()
			.map((tick) -> fingerprint(files))
			.startWith(fingerprint(files))
			.buffer(2, 1)
			.filter((looks) -> looks.size() == 2 && looks.get(0).equals(looks.get(1)))
			.map((looks) -> looks.get(1))
			.distinctUntilChanged()
			// The first time, too: files may have been edited since they were loaded.
			.filter((print) -> isAnother())
			.next()
			.then();
	}

	private boolean isAnother() {
		try {
			Configuration edited = new ConfigurationLoader(this.environment).load(this.resources.configurations());
			UnbuiltFeatures.in(edited, LoadedResources.NONE).requireNoneRefused();
			return !edited.equals(this.running);
		}
		catch (ResourceException ex) {
			log.error("An edited Configuration is not used: {}", ex.getMessage());
			return false;
		}
	}

	private List<Path> watched() {
		return this.resources.configurations().stream().filter(this::isInAResourcesDirectory).toList();
	}

	private boolean isInAResourcesDirectory(Path file) {
		Path parent = file.toAbsolutePath().normalize().getParent();
		return this.resources.directories()
			.stream()
			.anyMatch((directory) -> directory.toAbsolutePath().normalize().equals(parent));
	}

	private static String fingerprint(List<Path> files) {
		StringBuilder print = new StringBuilder();
		for (Path file : files) {
			print.append(fingerprint(file)).append('\n');
		}
		return print.toString();
	}

	private static String fingerprint(Path file) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
		}
		catch (IOException ex) {
			// Being replaced perhaps; if it stays away, loading says why.
			return "unreadable";
		}
	}

}
