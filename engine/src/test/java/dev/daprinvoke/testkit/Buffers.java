package dev.daprinvoke.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import reactor.core.publisher.Flux;

import dev.daprinvoke.message.InvokeBody;

/**
 * Makes buffers and reads them back. They come from no pool, so that nobody else gets the
 * same object again while a test looks at its reference count; the leak check sees them
 * all the same.
 */
public final class Buffers {

	private static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true);

	private Buffers() {
	}

	/**
	 * Makes a buffer.
	 * @param text its content, in UTF-8
	 * @return a buffer; released by the caller
	 */
	public static ByteBuf of(String text) {
		return of(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Makes a buffer.
	 * @param bytes its content
	 * @return a buffer; released by the caller
	 */
	public static ByteBuf of(byte[] bytes) {
		return ALLOCATOR.directBuffer(Math.max(bytes.length, 1)).writeBytes(bytes);
	}

	/**
	 * Makes a buffer.
	 * @param length how many bytes, all of them {@code x}
	 * @return a buffer; released by the caller
	 */
	public static ByteBuf ofLength(int length) {
		return of("x".repeat(length));
	}

	/**
	 * Makes a body in memory.
	 * @param text its content
	 * @return the body
	 */
	public static InvokeBody.Whole whole(String text) {
		return new InvokeBody.Whole(of(text));
	}

	/**
	 * Reads and releases a buffer.
	 * @param bytes the buffer
	 * @return its content
	 */
	public static String text(ByteBuf bytes) {
		String text = bytes.toString(StandardCharsets.UTF_8);
		bytes.release();
		return text;
	}

	/**
	 * Reads and releases buffers, ten seconds long at most.
	 * @param bytes the buffers
	 * @return their content
	 */
	public static String text(Flux<ByteBuf> bytes) {
		return bytes.collect(StringBuilder::new, (all, part) -> all.append(text(part)))
			.map(StringBuilder::toString)
			.blockOptional(Duration.ofSeconds(10))
			.orElseThrow();
	}

	/**
	 * Reads and releases a body, ten seconds long at most.
	 * @param body the body
	 * @return its content
	 */
	public static String text(InvokeBody body) {
		return text(body.bytes());
	}

	/**
	 * Reads and releases a buffer.
	 * @param bytes the buffer
	 * @return its content
	 */
	public static byte[] bytes(ByteBuf bytes) {
		byte[] content = ByteBufUtil.getBytes(bytes);
		bytes.release();
		return content;
	}

}
