/**
 * What a declared call costs beside one by hand.
 */
@NullMarked
package dev.daprinvoke.benchmarks.clients.calls;

import org.jspecify.annotations.NullMarked;
