package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Runs sidecars as they are run in production: the packaged folder was moved elsewhere,
 * it lies on a read-only mount, and the user is nobody. On with the system property
 * {@code daprd.confined}, which needs root; CI sets it.
 */
final class Confinement {

	private static final String NOBODY = "65534";

	private static @Nullable Confinement instance;

	private final Path folder;

	private Confinement(Path folder) {
		this.folder = folder;
	}

	/** The one of this process, or null where sidecars run as the test itself does. */
	static synchronized @Nullable Confinement ofThisProcess() {
		if (instance == null && Boolean.getBoolean("daprd.confined")) {
			instance = new Confinement(move(Workspace.daprd().getParent().getParent()));
		}
		return instance;
	}

	/** The launcher in its new place. */
	Path daprd() {
		return this.folder.resolve("bin/daprd");
	}

	/** A program that becomes the command that follows. */
	List<String> wrapper() {
		String script = "/bin/mount --bind \"$0\" \"$0\" && /bin/mount -o remount,ro,bind \"$0\" && "
				+ "exec /usr/bin/setpriv --reuid=%1$s --regid=%1$s --clear-groups --no-new-privs \"$@\""
					.formatted(NOBODY);
		return List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, this.folder.toString());
	}

	/**
	 * Lets nobody into what a test has prepared.
	 * @param prepared a file or folder; it may be missing
	 */
	void open(Path prepared) {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		if (!prepared.isAbsolute() || !prepared.startsWith(temporary) || !Files.exists(prepared)) {
			return;
		}
		try (Stream<Path> files = Files.walk(prepared)) {
			for (Path file : files.filter((each) -> !Files.isSymbolicLink(each)).toList()) {
				allow(file, EnumSet.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
				if (Files.isDirectory(file)) {
					allow(file, EnumSet.of(PosixFilePermission.OTHERS_EXECUTE));
				}
			}
			for (Path above = prepared.getParent(); !above.equals(temporary); above = above.getParent()) {
				allow(above, EnumSet.of(PosixFilePermission.OTHERS_EXECUTE));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Sockets and files of other sidecars come and go meanwhile.
	private static void allow(Path file, Set<PosixFilePermission> more) throws IOException {
		if (Files.exists(file)) {
			Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
			if (permissions.addAll(more)) {
				Files.setPosixFilePermissions(file, permissions);
			}
		}
	}

	private static Path move(Path from) {
		try {
			Path parent = Workspace.scratch("moved elsewhere ");
			Files.setPosixFilePermissions(parent,
					EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
							PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_READ,
							PosixFilePermission.OTHERS_EXECUTE));
			Path to = parent.resolve("daprd");
			Files.walkFileTree(from, new Copy(from, to));
			return to;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Copy extends SimpleFileVisitor<Path> {

		private final Path from;

		private final Path to;

		Copy(Path from, Path to) {
			this.from = from;
			this.to = to;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
			Files.createDirectories(this.to.resolve(this.from.relativize(directory).toString()));
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Files.copy(file, this.to.resolve(this.from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES,
					LinkOption.NOFOLLOW_LINKS);
			return FileVisitResult.CONTINUE;
		}

	}

}
