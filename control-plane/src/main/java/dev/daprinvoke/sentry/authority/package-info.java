/**
 * The certificates and keys that Sentry signs with: made, read, watched and used.
 */
@NullMarked
package dev.daprinvoke.sentry.authority;

import org.jspecify.annotations.NullMarked;
