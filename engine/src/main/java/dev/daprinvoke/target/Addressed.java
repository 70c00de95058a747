package dev.daprinvoke.target;

/**
 * What a request says of where it wants to go, taken apart but not yet judged.
 *
 * @param target the text that names the target, never empty
 * @param method the method, decoded and cleaned, without leading slash, possibly empty
 * @param form how the request said it
 */
public record Addressed(String target, String method, Form form) {

	/**
	 * The ways in which an HTTP request can name its target (contract section 1.3), the
	 * one in which it need not, and that of gRPC.
	 */
	public enum Form {

		/** The request header {@code dapr-app-id}. */
		HEADER,

		/** Basic authorization with the user {@code dapr-app-id}. */
		BASIC_AUTH,

		/** The path {@code /v1.0/invoke/<target>/method/<method>}. */
		PATH,

		/** A route of Spring Cloud Gateway; the request names nobody. */
		ROUTE,

		/** A field of {@code InvokeServiceRequest}. */
		GRPC

	}

}
