package dev.daprinvoke.sidecar;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * What the JVM was told beforehand about the jars in {@code lib}. A JVM does not notice
 * when they were replaced, and would run the old ones' classes; so packaging leaves a
 * line for each jar, {@code <size> <time of change> <checksum> <name>}, in a file beside
 * the archive. As no jar is opened on a start with an archive, they are compared without
 * opening them: one whose size and time are as noted is the same one; only after all were
 * copied, so that times have changed, checksums are calculated.
 * <p>
 * Simple files and loops: whatever is used here is used before anything else.
 */
final class StartUpArchive {

	private final File file;

	StartUpArchive(File file) {
		this.file = file;
	}

	/**
	 * The archive this process was started with.
	 * @return the archive, or null if there is none
	 */
	static @Nullable StartUpArchive ofThisProcess() {
		String path = System.getProperty("dapr.invoke.archive");
		return (path != null && !path.isEmpty()) ? new StartUpArchive(new File(path)) : null;
	}

	/** Whether the JVM could make use of it, or of another one. */
	static boolean isInUse() {
		return System.getProperty("java.vm.info", "").contains("sharing");
	}

	/** The folder of the jars. */
	File jars() {
		return this.file.getAbsoluteFile().getParentFile();
	}

	File file() {
		return this.file;
	}

	/**
	 * Compares the jars with those the archive was made of.
	 * @return in what they differ, or null if they are the same
	 */
	@Nullable String difference() {
		File notes = new File(this.file.getPath().replaceFirst("\\.[a-z]+$", ".jars"));
		try (BufferedReader lines = new BufferedReader(new FileReader(notes, StandardCharsets.UTF_8))) {
			List<String> known = new ArrayList<>();
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String[] parts = line.split(" ", 4);
				known.add(parts[3]);
				File jar = new File(jars(), parts[3]);
				if (!isSame(jar, parts)) {
					return parts[3] + (jar.isFile() ? " is another one" : " is missing");
				}
			}
			return difference(known);
		}
		catch (IOException | RuntimeException ex) {
			return notes.getName() + " cannot be read";
		}
	}

	private @Nullable String difference(List<String> known) {
		String[] files = jars().list();
		if (files == null) {
			return jars() + " cannot be read";
		}
		Arrays.sort(files);
		for (String name : files) {
			if (name.endsWith(".jar") && !known.contains(name)) {
				return name + " is new";
			}
		}
		return null;
	}

	private static boolean isSame(File jar, String[] noted) throws IOException {
		if (jar.length() != Long.parseLong(noted[0])) {
			return false;
		}
		// In seconds, as the JVM does: layers of containers keep no more.
		return jar.lastModified() / 1000 == Long.parseLong(noted[1]) / 1000
				|| checksum(jar) == Long.parseLong(noted[2], 16);
	}

	private static long checksum(File jar) throws IOException {
		CRC32C checksum = new CRC32C();
		byte[] buffer = new byte[64 * 1024];
		try (InputStream in = new FileInputStream(jar)) {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				checksum.update(buffer, 0, read);
			}
		}
		return checksum.getValue();
	}

}
