/**
 * What can be watched: own cumulative meters under Dapr's names, the text in which
 * Prometheus reads them, and which calls belong to a trace that is recorded.
 */
@NullMarked
package dev.daprinvoke.observe;

import org.jspecify.annotations.NullMarked;
