/**
 * Two hops of nothing but Netty: what a call costs in Java before anything of Dapr's is
 * done, and so the floor for a sidecar that is built on it.
 */
@NullMarked
package dev.daprinvoke.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
