/**
 * The sidecar process: from the first argument to the exit code.
 */
@NullMarked
package dev.daprinvoke.sidecar;

import org.jspecify.annotations.NullMarked;
