/**
 * Where the sidecar runs: this host's name, the address others reach it at, and the port
 * it comes back to after a restart.
 */
@NullMarked
package dev.daprinvoke.sidecar.host;

import org.jspecify.annotations.NullMarked;
