package dev.daprinvoke.transport.peer;

import java.util.Set;

import io.netty.handler.codec.http2.Http2Headers;

import dev.daprinvoke.transport.frame.HopService;
import dev.daprinvoke.transport.grpc.Reflection;
import dev.daprinvoke.transport.proxy.ProxyDoor;

/**
 * The methods of the internal server, by name: what else is called on its port passes
 * (contract sections 2.1 and 2.7).
 */
final class HopMethods {

	/** Methods of the hop that belong to actors. */
	private static final Set<String> ACTORS = Set.of("CallActor", "CallActorStream", "CallActorReminder");

	private static final Set<String> METHODS = Set.of("CallLocal", "CallLocalStream", "CallActor", "CallActorStream",
			"CallActorReminder");

	private HopMethods() {
	}

	/**
	 * Whether a request is for this server itself: for the hop, actors' methods included,
	 * or for reflection that nobody else is asked for.
	 * @param headers the request's headers
	 * @return false if it is to be passed on
	 */
	static boolean isOwn(Http2Headers headers) {
		String path = String.valueOf(headers.path());
		if (Reflection.isOf(path)) {
			return !ProxyDoor.isForSomebody(headers);
		}
		int slash = path.lastIndexOf('/');
		return path.startsWith(HopService.NAME, 1) && slash == HopService.NAME.length() + 1
				&& METHODS.contains(path.substring(slash + 1));
	}

	/**
	 * Why a method is refused, in the words of gRPC for Go.
	 * @param name the full name, without a leading slash
	 * @return the status message
	 */
	static String refusal(String name) {
		int slash = name.lastIndexOf('/');
		String service = name.substring(0, Math.max(0, slash));
		String method = name.substring(slash + 1);
		if (!service.equals(HopService.NAME)) {
			return "unknown service " + service;
		}
		return ACTORS.contains(method) ? "method " + method + " not implemented"
				: "unknown method " + method + " for service " + service;
	}

}
