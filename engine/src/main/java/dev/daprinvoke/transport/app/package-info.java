/**
 * The way from a sidecar to its own app.
 */
@NullMarked
package dev.daprinvoke.transport.app;

import org.jspecify.annotations.NullMarked;
