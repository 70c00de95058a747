/**
 * The parts of a run, each one taking its figures from every subject.
 */
@NullMarked
package dev.daprinvoke.benchmarks.part;

import org.jspecify.annotations.NullMarked;
