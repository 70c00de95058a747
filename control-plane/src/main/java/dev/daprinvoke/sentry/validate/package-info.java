/**
 * Who decides whether a workload is who it says.
 */
@NullMarked
package dev.daprinvoke.sentry.validate;

import org.jspecify.annotations.NullMarked;
