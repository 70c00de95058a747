/**
 * The app behind the second hop: the cheapest HTTP server that can answer, swallow, send
 * and echo.
 */
@NullMarked
package dev.daprinvoke.benchmarks.app;

import org.jspecify.annotations.NullMarked;
