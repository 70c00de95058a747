/**
 * Child processes: starting, measuring and stopping them, whatever happens.
 */
@NullMarked
package dev.daprinvoke.benchmarks.process;

import org.jspecify.annotations.NullMarked;
