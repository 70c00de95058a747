package dev.daprinvoke.transport.app;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.protocol.common.HTTPExtension;
import dev.daprinvoke.transport.grpc.CallMemory;
import dev.daprinvoke.transport.grpc.ConnectionPool;
import dev.daprinvoke.transport.grpc.MessageLimit;
import dev.daprinvoke.transport.grpc.PeerKey;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

/**
 * Calls an app that speaks gRPC, by {@code OnInvoke}: bodies travel in one message, up to
 * its limit (contract section 3.3).
 */
public final class GrpcAppChannel implements AppChannel {

	/** The bytes, and an answer that may be as large. */
	private static final long COPIES = 2;

	/** How often a call begins again that the app has not looked at. */
	private static final int FRESH_STARTS = 3;

	private final CallMemory memory = CallMemory.ofThisProcess();

	private final ConnectionPool pool;

	private final PeerKey key;

	private final int maxMessageSize;

	private final UnaryCallObserver observer;

	/**
	 * Creates a channel without connections.
	 * @param pool connections to the app; closed by its owner
	 * @param key where the app is
	 * @param maxMessageSize the largest message, in bytes
	 * @param observer told of every call
	 */
	public GrpcAppChannel(ConnectionPool pool, PeerKey key, int maxMessageSize, UnaryCallObserver observer) {
		this.pool = pool;
		this.key = key;
		this.maxMessageSize = maxMessageSize;
		this.observer = observer;
	}

	@Override
	public Mono<InvokeResponse> invoke(Permit permit, InvokeRequest request) {
		return collected(request.body()).flatMap((body) -> {
			CallMemory.Share share = this.memory.share();
			return share.take(COPIES * body.size())
					? send(permit, request, body).doFinally((signal) -> share.giveBack())
					: Mono.error(new BodyMemoryException());
		});
	}

	private Mono<InvokeResponse> send(Permit permit, InvokeRequest request, ByteString body) {
		dev.daprinvoke.protocol.common.InvokeRequest message = message(permit, request, body);
		int size = message.getSerializedSize();
		return (size > this.maxMessageSize)
				? Mono.just(refusal(
						Status.RESOURCE_EXHAUSTED.withDescription(new MessageLimit(this.maxMessageSize).sent(size))))
				: send(message, request, FRESH_STARTS);
	}

	private Mono<InvokeResponse> send(dev.daprinvoke.protocol.common.InvokeRequest message, InvokeRequest request,
			int freshStarts) {
		return this.pool.open(this.key)
			.flatMap((connection) -> OnInvokeCall.of(connection, this.key.endpoint(), message,
					AppMetadata.ofRequest(request), new MessageLimit(this.maxMessageSize), this.observer))
			.onErrorResume(OnInvokeCall.Unseen.class, (unseen) -> {
				this.pool.giveUp(this.key, unseen.connection());
				return (freshStarts > 0) ? send(message, request, freshStarts - 1) : Mono.just(unseen.answer());
			})
			.onErrorResume(PeerException.class, (failure) -> Mono
				.just(refusal(Status.fromCodeValue(failure.code().ordinal()).withDescription(failure.description()))));
	}

	private static InvokeResponse refusal(Status status) {
		return OnInvokeCall.answer(status, new Metadata(), null, new InvokeHeaders(0));
	}

	// One byte more than may be sent tells that there are too many.
	private Mono<ByteString> collected(InvokeBody body) {
		return BodyStart.of(body.bytes(), (int) Math.min(Integer.MAX_VALUE, this.maxMessageSize + 1L)).map((start) -> {
			// An empty body has already been given back.
			ByteBuf bytes = start.bytes();
			ByteString copy = bytes.isReadable() ? ByteString.copyFrom(bytes.nioBuffer()) : ByteString.EMPTY;
			start.body().discard();
			return copy;
		});
	}

	private static dev.daprinvoke.protocol.common.InvokeRequest message(Permit permit, InvokeRequest request,
			ByteString body) {
		dev.daprinvoke.protocol.common.InvokeRequest.Builder message = dev.daprinvoke.protocol.common.InvokeRequest
			.newBuilder()
			.setMethod(permit.method().value())
			.setData(Any.newBuilder().setTypeUrl(request.typeUrl()).setValue(body));
		String contentType = request.contentType();
		if (contentType != null) {
			message.setContentType(contentType);
		}
		Verb verb = request.verb();
		if (verb != null) {
			message.setHttpExtension(
					HTTPExtension.newBuilder().setVerbValue(verb.ordinal()).setQuerystring(request.query()));
		}
		return message.build();
	}

}
