/**
 * The callers: closed loop, open loop, big transfers and the wait for readiness.
 */
@NullMarked
package dev.daprinvoke.benchmarks.load;

import org.jspecify.annotations.NullMarked;
