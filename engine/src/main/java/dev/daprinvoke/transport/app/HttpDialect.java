package dev.daprinvoke.transport.app;

/**
 * How an app speaks HTTP (contract section 4, {@code --app-protocol}).
 */
public enum HttpDialect {

	/** HTTP/1.1. */
	HTTP,

	/** HTTP/1.1 over TLS 1.2 or newer; whatever certificate the app has is taken. */
	HTTPS,

	/** HTTP/2 without TLS, by prior knowledge. */
	H2C

}
