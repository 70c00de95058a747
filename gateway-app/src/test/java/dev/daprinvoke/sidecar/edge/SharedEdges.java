package dev.daprinvoke.sidecar.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One running edge for each lane, shared by all test classes that ask for nothing
 * special; closed after the last of them.
 */
final class SharedEdges implements BeforeAllCallback, AutoCloseable {

	private static final Map<String, RunningEdge> EDGES = new ConcurrentHashMap<>();

	static RunningEdge of(String lane) {
		return EDGES.computeIfAbsent(lane, SharedEdges::start);
	}

	private static RunningEdge start(String lane) {
		try {
			return RunningEdge.with(Files.createDirectories(Path.of("target", "edge-" + lane)), RunningEdge.lane(lane));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(SharedEdges.class, (type) -> this);
	}

	@Override
	public void close() {
		EDGES.values().forEach(RunningEdge::close);
		EDGES.clear();
	}

}
