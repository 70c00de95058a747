package dev.daprinvoke.scenario;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The ways in which a request can name an app (contract, invocation.md 1.3).
 */
enum Addressing {

	PATH, HEADER, BASIC_AUTH;

	/**
	 * The beginning of a request: the request line, and the header that names the app.
	 * @param verb the verb
	 * @param appId whom to call
	 * @param target method and query, beginning with a slash
	 * @return lines with their ends, each char one byte
	 */
	String begin(String verb, String appId, String target) {
		return switch (this) {
			case PATH -> verb + " /v1.0/invoke/" + appId + "/method" + target + " HTTP/1.1\r\n";
			case HEADER -> verb + " " + target + " HTTP/1.1\r\ndapr-app-id: " + appId + "\r\n";
			case BASIC_AUTH ->
				verb + " " + target + " HTTP/1.1\r\nAuthorization: " + basic("dapr-app-id:" + appId) + "\r\n";
		};
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
