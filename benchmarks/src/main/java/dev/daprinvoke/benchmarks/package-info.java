/**
 * The command: options in, one table and a results page out.
 */
@NullMarked
package dev.daprinvoke.benchmarks;

import org.jspecify.annotations.NullMarked;
