package dev.daprinvoke.transport.frame;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.netty.buffer.ByteBufAllocator;

import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.protocol.internals.ServiceInvocationOuterClass;

/**
 * The two methods of the hop, as gRPC wants them described (contract section 2.1).
 */
public final class HopService {

	/** The service's name on the wire. */
	public static final String NAME = "dapr.proto.internals.v1.ServiceInvocation";

	/** Stands in for a unary request that is no message; compared by identity. */
	public static final InternalInvokeRequest GARBLED_REQUEST = InternalInvokeRequest.newBuilder().build();

	/** Stands in for a unary response that is no message; compared by identity. */
	public static final InternalInvokeResponse GARBLED_RESPONSE = InternalInvokeResponse.newBuilder().build();

	private static final RequestHeadCodec REQUESTS = new RequestHeadCodec();

	private static final ResponseHeadCodec RESPONSES = new ResponseHeadCodec();

	/** The unary call that peers older than streaming know. */
	public static final MethodDescriptor<InternalInvokeRequest, InternalInvokeResponse> CALL_LOCAL = MethodDescriptor
		.<InternalInvokeRequest, InternalInvokeResponse>newBuilder()
		.setType(MethodType.UNARY)
		.setFullMethodName(NAME + "/CallLocal")
		.setRequestMarshaller(
				new LenientMarshaller<>(InternalInvokeRequest.getDefaultInstance(), REQUESTS, GARBLED_REQUEST))
		.setResponseMarshaller(
				new LenientMarshaller<>(InternalInvokeResponse.getDefaultInstance(), RESPONSES, GARBLED_RESPONSE))
		.build();

	/** The call that is always tried first. */
	public static final MethodDescriptor<HopFrame<RequestHead>, HopFrame<ResponseHead>> CALL_LOCAL_STREAM = MethodDescriptor
		.<HopFrame<RequestHead>, HopFrame<ResponseHead>>newBuilder()
		.setType(MethodType.BIDI_STREAMING)
		.setFullMethodName(NAME + "/CallLocalStream")
		.setRequestMarshaller(new FrameMarshaller<>(REQUESTS, ByteBufAllocator.DEFAULT))
		.setResponseMarshaller(new FrameMarshaller<>(RESPONSES, ByteBufAllocator.DEFAULT))
		.build();

	/**
	 * The same call by whoever has all of the request in one frame: gRPC then sends it
	 * and the end of the stream together. Only its own side sees the difference.
	 */
	public static final MethodDescriptor<HopFrame<RequestHead>, HopFrame<ResponseHead>> CALL_LOCAL_STREAM_AT_ONCE = CALL_LOCAL_STREAM
		.toBuilder()
		.setType(MethodType.SERVER_STREAMING)
		.build();

	/** The service, with what reflection shows of it. */
	public static final ServiceDescriptor DESCRIPTOR = ServiceDescriptor.newBuilder(NAME)
		.setSchemaDescriptor((ProtoFileDescriptorSupplier) ServiceInvocationOuterClass::getDescriptor)
		.addMethod(CALL_LOCAL_STREAM)
		.addMethod(CALL_LOCAL)
		.build();

	private HopService() {
	}

}
