package dev.daprinvoke.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Sends each write as one chunk.
 */
final class ChunkedOutput extends OutputStream {

	private final OutputStream out;

	ChunkedOutput(OutputStream out) {
		this.out = out;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (length > 0) {
			this.out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			this.out.write(bytes, offset, length);
			this.out.write('\r');
			this.out.write('\n');
			this.out.flush();
		}
	}

	@Override
	public void close() throws IOException {
		this.out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
		this.out.flush();
	}

}
