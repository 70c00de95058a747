package dev.daprinvoke.harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the chunks out of a chunked body, and tells a body that ended from one that broke
 * off.
 */
final class ChunkedInput extends InputStream {

	private final InputStream in;

	private long left;

	private boolean first = true;

	private boolean ended;

	ChunkedInput(InputStream in) {
		this.in = in;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (this.left == 0 && !this.ended) {
			nextChunk();
		}
		if (this.ended) {
			return -1;
		}
		int count = this.in.read(bytes, offset, (int) Math.min(length, this.left));
		if (count < 0) {
			throw new EOFException("the connection ended inside a chunk");
		}
		this.left -= count;
		return count;
	}

	private void nextChunk() throws IOException {
		if (!this.first) {
			line();
		}
		this.first = false;
		this.left = Long.parseLong(line().split(";")[0].strip(), 16);
		if (this.left == 0) {
			this.ended = true;
			while (!line().isEmpty()) {
				// Trailers are nobody's business here.
				continue;
			}
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		while (true) {
			int next = this.in.read();
			if (next < 0) {
				throw new EOFException("the connection ended before the last chunk");
			}
			if (next == '\n') {
				return line.toString();
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
	}

}
