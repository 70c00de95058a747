/**
 * An app with a declared client.
 */
@NullMarked
package dev.daprinvoke.benchmarks.clients.shop;

import org.jspecify.annotations.NullMarked;
