/**
 * Dapr's own HTTP endpoints: health, metadata, shutdown, and the listeners beside the
 * API.
 */
@NullMarked
package dev.daprinvoke.sidecar.api.http;

import org.jspecify.annotations.NullMarked;
