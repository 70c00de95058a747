/**
 * What Sentry is asked to be: its command line and environment.
 */
@NullMarked
package dev.daprinvoke.sentry.flags;

import org.jspecify.annotations.NullMarked;
