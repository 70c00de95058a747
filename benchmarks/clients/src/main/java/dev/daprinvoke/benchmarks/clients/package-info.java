/**
 * What declared clients cost.
 */
@NullMarked
package dev.daprinvoke.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
