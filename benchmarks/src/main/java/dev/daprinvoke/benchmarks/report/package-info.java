/**
 * Figures: collecting them over runs, comparing them, printing them.
 */
@NullMarked
package dev.daprinvoke.benchmarks.report;

import org.jspecify.annotations.NullMarked;
