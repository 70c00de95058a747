/**
 * What a sidecar does from its start to its end, in order.
 */
@NullMarked
package dev.daprinvoke.sidecar.lifecycle;

import org.jspecify.annotations.NullMarked;
