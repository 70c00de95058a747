package dev.daprinvoke.spring.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.StreamingHttpOutputMessage.Body;

import dev.daprinvoke.message.InvokeBody;

/**
 * Memory for a body of at most {@link InvokeBody#WHOLE_LIMIT} bytes, which stops a writer
 * that wants more.
 */
final class SmallBuffer extends ByteArrayOutputStream {

	private boolean full;

	private SmallBuffer() {
		super(512);
	}

	/**
	 * Writes a body into memory.
	 * @param body the body
	 * @return its bytes, or {@code null} if there are too many
	 * @throws IOException the writer's failure
	 */
	static byte @Nullable [] fill(Body body) throws IOException {
		SmallBuffer buffer = new SmallBuffer();
		try {
			body.writeTo(buffer);
		}
		catch (IOException | RuntimeException ex) {
			// Converters wrap what they meet.
			if (!buffer.full) {
				throw ex;
			}
		}
		return buffer.full ? null : buffer.toByteArray();
	}

	@Override
	public synchronized void write(int b) {
		require(1);
		super.write(b);
	}

	@Override
	public synchronized void write(byte[] bytes, int offset, int length) {
		require(length);
		super.write(bytes, offset, length);
	}

	private void require(int length) {
		if (this.full || this.count + length > InvokeBody.WHOLE_LIMIT) {
			this.full = true;
			throw new IllegalStateException("the body does not fit into " + InvokeBody.WHOLE_LIMIT + " bytes");
		}
	}

}
