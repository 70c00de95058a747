/**
 * What the sidecar is asked to be: the command line and the environment, read once,
 * checked, and handed on as settings.
 */
@NullMarked
package dev.daprinvoke.sidecar.flags;

import org.jspecify.annotations.NullMarked;
