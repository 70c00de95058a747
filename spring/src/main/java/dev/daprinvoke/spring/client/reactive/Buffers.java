package dev.daprinvoke.spring.client.reactive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/**
 * Spring's buffers and Netty's, in both directions; a buffer's owner becomes that of what
 * is made of it.
 */
final class Buffers {

	/**
	 * Makes the buffers of requests, on the heap: nothing is lost if a call ends before
	 * they are taken.
	 */
	static final NettyDataBufferFactory FACTORY = new NettyDataBufferFactory(new UnpooledByteBufAllocator(false));

	private Buffers() {
	}

	static DataBuffer toDataBuffer(ByteBuf bytes) {
		return FACTORY.wrap(bytes);
	}

	static ByteBuf toByteBuf(DataBuffer buffer) {
		if (buffer instanceof NettyDataBuffer netty) {
			return netty.getNativeBuffer();
		}
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return Unpooled.wrappedBuffer(bytes);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

}
