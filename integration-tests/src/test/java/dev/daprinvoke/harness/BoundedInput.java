package dev.daprinvoke.harness;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body of declared length.
 */
final class BoundedInput extends InputStream {

	private final InputStream in;

	private long left;

	BoundedInput(InputStream in, long length) {
		this.in = in;
		this.left = length;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (this.left == 0) {
			return -1;
		}
		int count = this.in.read(bytes, offset, (int) Math.min(length, this.left));
		if (count < 0) {
			throw new EOFException("the connection ended with " + this.left + " bytes to come");
		}
		this.left -= count;
		return count;
	}

}
