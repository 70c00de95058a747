package dev.daprinvoke.resource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a whole UTF-8 file of bounded size.
 *
 * @param path the file, or anything else that can be read to its end
 */
record TextFile(Path path) {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	/**
	 * Reads the file.
	 * @return its text without a byte order mark
	 * @throws IOException if it cannot be read, is too large or is not UTF-8; the message
	 * continues a sentence that begins with the file's name
	 */
	String read() throws IOException {
		byte[] bytes = bytes();
		if (bytes.length > YamlReader.MAX_SIZE) {
			throw new IOException("is larger than " + Quantity.ofBytes(YamlReader.MAX_SIZE));
		}
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw new IOException("is not UTF-8 text", ex);
		}
	}

	private byte[] bytes() throws IOException {
		if (Files.isDirectory(this.path)) {
			throw new IOException("is a directory");
		}
		try (InputStream in = Files.newInputStream(this.path)) {
			return in.readNBytes(YamlReader.MAX_SIZE + 1);
		}
		catch (NoSuchFileException | FileNotFoundException ex) {
			throw new IOException("does not exist", ex);
		}
		catch (AccessDeniedException ex) {
			throw new IOException("may not be read by this user", ex);
		}
		catch (IOException ex) {
			throw new IOException("cannot be read (" + ex.getMessage() + ")", ex);
		}
	}

}
