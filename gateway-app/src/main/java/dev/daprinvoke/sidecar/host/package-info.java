/**
 * Where the sidecar runs: the address others reach this host at, and the port it comes
 * back to after a restart.
 */
@NullMarked
package dev.daprinvoke.sidecar.host;

import org.jspecify.annotations.NullMarked;
