/**
 * Dapr's own HTTP endpoints: health, metadata, shutdown, by the routes that a
 * Configuration leaves of them; how answers are written, on ports and unix domain sockets
 * alike; and the listeners beside the API.
 */
@NullMarked
package dev.daprinvoke.sidecar.api.http;

import org.jspecify.annotations.NullMarked;
