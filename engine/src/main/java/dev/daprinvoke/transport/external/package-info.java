/**
 * The way from a sidecar to servers outside the mesh.
 */
@NullMarked
package dev.daprinvoke.transport.external;

import org.jspecify.annotations.NullMarked;
