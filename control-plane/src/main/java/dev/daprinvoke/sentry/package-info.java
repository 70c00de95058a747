/**
 * Sentry: the authority that certifies who the workloads of a mesh are (platform contract
 * sections 1.1, 1.3 and 1.4).
 */
@NullMarked
package dev.daprinvoke.sentry;

import org.jspecify.annotations.NullMarked;
