package dev.daprinvoke.sidecar.wire;

/**
 * Tells a connection of HTTP/1.1 to close as soon as it owes no answer.
 */
enum ConnectionEnd {

	ASKED

}
