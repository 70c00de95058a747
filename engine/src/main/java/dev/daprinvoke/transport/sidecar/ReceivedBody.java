package dev.daprinvoke.transport.sidecar;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;

import dev.daprinvoke.error.FailureStage;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;

/**
 * The body of an answer: in memory if it says that it is small, else streamed, so that
 * nothing of it is read before its reader asks.
 */
final class ReceivedBody {

	private ReceivedBody() {
	}

	/**
	 * Reads the bodies of answers.
	 * @param bodiless whether the verb of the request lets answers have no body
	 * @return a handler for one or more answers
	 */
	static BodyHandler<InvokeBody> handler(boolean bodiless) {
		return (info) -> (bodiless || isSmall(info)) ? whole() : streamed();
	}

	private static boolean isSmall(ResponseInfo info) {
		int status = info.statusCode();
		long length = info.headers().firstValueAsLong("Content-Length").orElse(-1);
		return status == 204 || status == 304 || (length >= 0 && length <= InvokeBody.WHOLE_LIMIT);
	}

	private static BodySubscriber<InvokeBody> whole() {
		return BodySubscribers.mapping(BodySubscribers.ofByteArray(),
				(bytes) -> new InvokeBody.Whole(Unpooled.wrappedBuffer(bytes)));
	}

	private static BodySubscriber<InvokeBody> streamed() {
		return BodySubscribers.mapping(BodySubscribers.ofPublisher(),
				(bytes) -> new InvokeBody.Streaming(buffers(bytes)));
	}

	private static Flux<ByteBuf> buffers(Flow.Publisher<List<ByteBuffer>> bytes) {
		return new ReceivedParts(bytes).map((parts) -> Unpooled.wrappedBuffer(parts.toArray(ByteBuffer[]::new)))
			.filter(ByteBuf::isReadable)
			.onErrorMap(ReceivedBody::brokenOff);
	}

	private static Throwable brokenOff(Throwable error) {
		return SidecarException.unanswered(FailureStage.BROKEN_OFF,
				"the answer broke off: " + SidecarFailure.reason(error), error);
	}

}
