/**
 * A web front end that calls another app by an ordinary HTTP address; that the address
 * belongs to a sidecar is a matter of configuration.
 */
@NullMarked
package dev.daprinvoke.sample.frontend;

import org.jspecify.annotations.NullMarked;
