package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Configuration with which sidecars find each other through a SQLite file (contract,
 * platform.md 3.4).
 *
 * @param configuration the Configuration's file, for {@code --config}
 * @param database the SQLite file
 */
public record NameResolutionFile(Path configuration, Path database) {

	/**
	 * Writes the Configuration; the database comes into being with the first sidecar.
	 * @param folder an existing folder for both files
	 * @return the files
	 */
	public static NameResolutionFile in(Path folder) {
		Path database = folder.resolve("names.db");
		Path configuration = folder.resolve("configuration.yaml");
		try {
			Files.writeString(configuration, """
					apiVersion: dapr.io/v1alpha1
					kind: Configuration
					metadata:
					  name: names
					spec:
					  nameResolution:
					    component: sqlite
					    version: v1
					    configuration:
					      connectionString: "%s"
					""".formatted(database));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new NameResolutionFile(configuration, database);
	}

}
