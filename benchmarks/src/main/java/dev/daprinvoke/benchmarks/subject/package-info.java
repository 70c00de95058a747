/**
 * What is measured: nothing in between, two reference hops, a pair of sidecars.
 */
@NullMarked
package dev.daprinvoke.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
