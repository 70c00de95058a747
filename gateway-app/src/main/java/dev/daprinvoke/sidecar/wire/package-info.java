/**
 * What an API connection speaks before a request is anybody's: HTTP/1.1 one request at a
 * time, HTTP/2 and the ways into it, deadlines, limits and refusals as Go's server has
 * them.
 */
@NullMarked
package dev.daprinvoke.sidecar.wire;

import org.jspecify.annotations.NullMarked;
