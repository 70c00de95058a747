package dev.daprinvoke.transport.app;

import io.netty.buffer.ByteBuf;

import dev.daprinvoke.error.AppCallException;

/**
 * Reads the line that says how long the next chunk of an answer is, as strictly as Go's
 * client: Netty's decoder ends the number at the first blank or control character.
 */
final class ChunkSize {

	private static final int MOST_DIGITS = 16;

	private ChunkSize() {
	}

	/**
	 * Reads a line, which stays in the buffer.
	 * @param in where the line is
	 * @param start the index of its first byte
	 * @param end the index of the line feed behind it
	 * @return the size, 0 to {@link Integer#MAX_VALUE}
	 * @throws AppCallException in Go's words, if it is none
	 */
	static int read(ByteBuf in, int start, int end) {
		int carriageReturn = in.indexOf(start, end, (byte) '\r');
		if (carriageReturn < 0) {
			throw failure("chunked line ends with bare LF");
		}
		if (carriageReturn != end - 1) {
			throw failure("invalid CR in chunked line");
		}
		return number(in, start, endOfNumber(in, start, carriageReturn));
	}

	// Blanks end the line, not the number before an extension.
	private static int endOfNumber(ByteBuf in, int start, int end) {
		int extension = in.indexOf(start, end, (byte) ';');
		if (extension >= 0) {
			return extension;
		}
		int last = end;
		while (last > start && (in.getByte(last - 1) == ' ' || in.getByte(last - 1) == '\t')) {
			last--;
		}
		return last;
	}

	private static int number(ByteBuf in, int start, int end) {
		if (start == end) {
			throw failure("empty hex number for chunk length");
		}
		long size = 0;
		for (int i = start; i < end; i++) {
			byte digit = in.getByte(i);
			// Behind ASCII, Java knows more digits.
			int value = (digit >= 0) ? Character.digit(digit, 16) : -1;
			if (value < 0) {
				throw failure("invalid byte in chunk length");
			}
			if (i - start == MOST_DIGITS) {
				throw failure("http chunk length too large");
			}
			size = size << 4 | value;
		}
		if (size < 0 || size > Integer.MAX_VALUE) {
			throw failure("http chunk length too large");
		}
		return (int) size;
	}

	private static AppCallException failure(String reason) {
		return new AppCallException(reason, null);
	}

}
