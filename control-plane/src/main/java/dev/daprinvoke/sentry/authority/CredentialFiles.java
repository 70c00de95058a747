package dev.daprinvoke.sentry.authority;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.identity.IdentityException;
import dev.daprinvoke.target.SpiffeId;

/**
 * The files of an {@link Authority}: read where there are, made where one is missing
 * (platform contract section 1.4). Blocks.
 */
public final class CredentialFiles {

	private static final Logger log = LoggerFactory.getLogger("dapr.sentry.ca");

	/** Many certificates; what is longer is something else. */
	private static final long LARGEST = 1 << 20;

	private final CredentialNames names;

	/**
	 * Names the files.
	 * @param names where they are
	 */
	public CredentialFiles(CredentialNames names) {
		this.names = names;
	}

	/** What stands in the files at one moment. */
	record Texts(String roots, String issuer, String key) {
	}

	/**
	 * Reads the authority, or makes one and writes it.
	 * @param sentry Sentry's own identity
	 * @param now this moment
	 * @param skew by how much clocks may differ
	 * @return the authority
	 * @throws IdentityException if files cannot be used, read or written
	 */
	public Authority load(SpiffeId sentry, Instant now, Duration skew) {
		Texts texts = texts();
		if (texts != null) {
			return authority(texts);
		}
		log.info("Root and issuer certs not found: generating self signed CA");
		Authority made = Authority.bootstrap(sentry, now, skew);
		write(this.names.rootsFile(), made.anchors());
		write(this.names.issuerFile(), made.issuer());
		write(this.names.keyFile(), made.key());
		log.info("Self signed certs generated and persisted successfully");
		return made;
	}

	/** Reads the files, or gives null if one of them is missing. */
	@Nullable Texts texts() {
		String roots = read(this.names.rootsFile());
		String issuer = read(this.names.issuerFile());
		String key = read(this.names.keyFile());
		return (roots != null && issuer != null && key != null) ? new Texts(roots, issuer, key) : null;
	}

	/** Makes an authority of what was read. */
	Authority authority(Texts texts) {
		return Authority.of(texts.roots(), texts.issuer(), texts.key(), this.names);
	}

	private static @Nullable String read(Path file) {
		try {
			if (Files.size(file) > LARGEST) {
				throw new IdentityException(file + " has " + Files.size(file) + " bytes (expected: at most " + LARGEST
						+ ", of certificates or a key)", null);
			}
			return Files.readString(file);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (CharacterCodingException ex) {
			throw new IdentityException(file + " is no text (expected: certificates or a key as PEM)", ex);
		}
		catch (IOException ex) {
			throw new IdentityException(file + " cannot be read: " + reason(ex), ex);
		}
	}

	// Nobody sees half a file, and nobody but the owner sees the key.
	private static void write(Path file, String text) {
		try {
			Path folder = file.toAbsolutePath().getParent();
			Files.createDirectories(folder);
			Path draft = Files.createTempFile(folder, ".sentry", "",
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			Files.writeString(draft, text);
			try {
				Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			catch (AtomicMoveNotSupportedException ex) {
				Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (IOException ex) {
			throw new IdentityException("The credentials that were made cannot be kept: " + file + ": " + reason(ex)
					+ ". Give a folder that can be written with --issuer-credentials.", ex);
		}
	}

	private static String reason(IOException error) {
		String reason = (error instanceof FileSystemException named) ? named.getReason() : error.getMessage();
		return (reason != null) ? reason : error.getClass().getSimpleName();
	}

}
