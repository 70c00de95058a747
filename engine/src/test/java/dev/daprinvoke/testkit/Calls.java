package dev.daprinvoke.testkit;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.AppId;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;

/**
 * Makes requests and responses of which only the part matters that a test names.
 */
public final class Calls {

	private Calls() {
	}

	/**
	 * Names an app in the default namespace.
	 * @param id its id
	 * @return the app
	 */
	public static AppTarget app(String id) {
		return new AppTarget(id, new AppId(id), Namespace.DEFAULT);
	}

	/**
	 * Makes a request to the app {@code cart}.
	 * @param verb its verb
	 * @param method its method
	 * @param body its body
	 * @return the request, with one header
	 */
	public static InvokeRequest request(@Nullable Verb verb, String method, InvokeBody body) {
		InvokeHeaders headers = new InvokeHeaders().add("X-Test", "1");
		return new InvokeRequest(app("cart"), MethodPath.of(method), verb, "", null, "", headers, body);
	}

	/**
	 * Makes a request without body.
	 * @return GET items of cart
	 */
	public static InvokeRequest get() {
		return request(Verb.GET, "items", InvokeBody.EMPTY);
	}

	/**
	 * Makes a request with a body in memory.
	 * @param body its content
	 * @return POST items of cart
	 */
	public static InvokeRequest post(String body) {
		return request(Verb.POST, "items", Buffers.whole(body));
	}

	/**
	 * Makes a response.
	 * @param status its status
	 * @param body its content
	 * @return the response, plain text
	 */
	public static InvokeResponse response(int status, String body) {
		return response(status, Buffers.whole(body));
	}

	/**
	 * Makes a response.
	 * @param status its status
	 * @param body its body
	 * @return the response, plain text
	 */
	public static InvokeResponse response(int status, InvokeBody body) {
		return new InvokeResponse(status, "text/plain", new InvokeHeaders(), body);
	}

}
