/**
 * What a connection of the API, or of the ports beside it, speaks before a request is
 * anybody's: HTTP/1.1 one request at a time, HTTP/2 and the ways into it, deadlines,
 * limits and refusals as Go's server has them, and the end of a connection, at a stop or
 * for want of memory.
 */
@NullMarked
package dev.daprinvoke.sidecar.wire;

import org.jspecify.annotations.NullMarked;
