/**
 * What can be watched: own cumulative meters under Dapr's names, and the text in which
 * Prometheus reads them.
 */
@NullMarked
package dev.daprinvoke.observe;

import org.jspecify.annotations.NullMarked;
