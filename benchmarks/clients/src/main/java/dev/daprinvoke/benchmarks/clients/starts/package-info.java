/**
 * What the starter costs an app at its start.
 */
@NullMarked
package dev.daprinvoke.benchmarks.clients.starts;

import org.jspecify.annotations.NullMarked;
