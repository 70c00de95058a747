package dev.daprinvoke.benchmarks.subject;

/**
 * What callers and the app speak.
 */
public enum Protocol {

	/** HTTP/1.1. */
	HTTP,

	/** gRPC without TLS. */
	GRPC

}
