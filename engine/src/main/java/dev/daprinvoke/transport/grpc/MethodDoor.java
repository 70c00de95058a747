package dev.daprinvoke.transport.grpc;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.grpc.Deadline;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Serves a server's own methods beneath gRPC, for less than gRPC does. Calls whose
 * messages may be compressed are left to gRPC, which has to know the same methods; those
 * of all other methods go to another door.
 */
public final class MethodDoor implements StreamAcceptor {

	private static final AsciiString POST = AsciiString.cached("POST");

	private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");

	private static final AsciiString GRPC = AsciiString.cached("application/grpc");

	private static final AsciiString GRPC_PROTO = AsciiString.cached("application/grpc+proto");

	private static final AsciiString ENCODING = AsciiString.cached("grpc-encoding");

	private static final AsciiString IDENTITY = AsciiString.cached("identity");

	private final Map<AsciiString, ServerMethodDefinition<?, ?>> methods;

	private final Predicate<AsciiString> metadata;

	private final MessageLimit limit;

	private final StreamAcceptor others;

	/**
	 * Creates a door whose methods read all metadata.
	 * @param service the methods
	 * @param limit of requests' messages
	 * @param others takes all other calls
	 */
	public MethodDoor(ServerServiceDefinition service, MessageLimit limit, StreamAcceptor others) {
		this(service, RawHeaders::isMetadata, limit, others);
	}

	/**
	 * Creates the door.
	 * @param service the methods
	 * @param metadata whether a name is one of the metadata that the methods read
	 * @param limit of requests' messages
	 * @param others takes all other calls
	 */
	public MethodDoor(ServerServiceDefinition service, Predicate<AsciiString> metadata, MessageLimit limit,
			StreamAcceptor others) {
		this.methods = service.getMethods()
			.stream()
			.collect(Collectors.toMap(
					(method) -> new AsciiString("/" + method.getMethodDescriptor().getFullMethodName()),
					Function.identity()));
		this.metadata = metadata;
		this.limit = limit;
		this.others = others;
	}

	@Override
	public @Nullable StreamReader accept(RawStream stream, Http2Headers headers) {
		CharSequence path = headers.path();
		ServerMethodDefinition<?, ?> method = (path != null) ? this.methods.get(AsciiString.of(path)) : null;
		if (method == null) {
			return this.others.accept(stream, headers);
		}
		return isPlain(headers) ? serve(method, stream, headers) : null;
	}

	private <Q, A> StreamReader serve(ServerMethodDefinition<Q, A> method, RawStream stream, Http2Headers headers) {
		RawServerCall<Q, A> call = new RawServerCall<>(stream, RawHeaders.authority(headers),
				method.getMethodDescriptor(), this.limit, this::hasRoom);
		Long left = RawHeaders.timeoutNanos(headers);
		return call.begin(method.getServerCallHandler(), RawHeaders.metadata(headers, this.metadata),
				(left != null) ? Deadline.after(left, TimeUnit.NANOSECONDS) : null);
	}

	@Override
	public boolean hasRoom() {
		return this.others.hasRoom();
	}

	private static boolean isPlain(Http2Headers headers) {
		CharSequence type = headers.get(CONTENT_TYPE);
		CharSequence encoding = headers.get(ENCODING);
		return POST.contentEquals(headers.method()) && (GRPC.contentEquals(type) || GRPC_PROTO.contentEquals(type))
				&& (encoding == null || IDENTITY.contentEquals(encoding));
	}

}
