package dev.daprinvoke.transport.proxy;

import java.util.function.Predicate;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.transport.grpc.ForeignAnswer;
import dev.daprinvoke.transport.grpc.PeerIdentity;
import dev.daprinvoke.transport.grpc.RawStream;
import dev.daprinvoke.transport.grpc.StreamAcceptor;
import dev.daprinvoke.transport.grpc.StreamReader;

/**
 * Takes from gRPC what is none of a server's own methods. What is no call of gRPC at all
 * is left to gRPC, which refuses it.
 */
public final class ProxyDoor implements StreamAcceptor {

	private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");

	private static final AsciiString APP_ID = AsciiString.cached("dapr-app-id");

	private static final AsciiString CALLEE = AsciiString.cached("dapr-callee-app-id");

	private final Predicate<Http2Headers> own;

	private final CallProxy proxy;

	private final ProxyLimits limits;

	private final ProxyObserver observer;

	/**
	 * Creates the door.
	 * @param own whether the server serves a request itself
	 * @param proxy performs all others
	 * @param limits what a call may take
	 * @param observer told of every call
	 */
	public ProxyDoor(Predicate<Http2Headers> own, CallProxy proxy, ProxyLimits limits, ProxyObserver observer) {
		this.own = own;
		this.proxy = proxy;
		this.limits = limits;
		this.observer = observer;
	}

	/**
	 * Whether a request names the app that it is for.
	 * @param headers the request's headers
	 * @return whether it has one of the two names
	 */
	public static boolean isForSomebody(Http2Headers headers) {
		return headers.contains(APP_ID) || headers.contains(CALLEE);
	}

	@Override
	public @Nullable StreamReader accept(RawStream stream, Http2Headers headers) {
		if (!isCall(headers) || this.own.test(headers)) {
			return null;
		}
		ProxiedHead head = new ProxiedHead(headers, PeerIdentity.of(stream.connection().peer()));
		ProxiedCall call = new ProxiedCall(stream, head, this.limits, this.observer.begun(head));
		call.begin(this.proxy, stream.connection().loop());
		return call;
	}

	@Override
	public boolean hasRoom() {
		return this.limits.memory().mayGoOn();
	}

	private static boolean isCall(Http2Headers headers) {
		CharSequence path = headers.path();
		return path != null && HttpMethod.POST.asciiName().contentEquals(headers.method())
				&& ForeignAnswer.isGrpc(headers.get(CONTENT_TYPE)) && isMethod(path);
	}

	private static boolean isMethod(CharSequence path) {
		return path.length() > 1 && path.charAt(0) == '/' && AsciiString.indexOf(path, '/', 1) > 0;
	}

}
