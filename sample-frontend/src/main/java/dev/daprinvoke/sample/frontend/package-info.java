/**
 * A web front end that calls another app by its name: an interface says what is called,
 * Dapr Invoke does the rest through the sidecar.
 */
@NullMarked
package dev.daprinvoke.sample.frontend;

import org.jspecify.annotations.NullMarked;
