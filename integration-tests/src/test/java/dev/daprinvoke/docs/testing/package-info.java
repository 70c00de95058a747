/**
 * The test in {@code docs/clients.md}, and the app that it tests.
 */
@NullMarked
package dev.daprinvoke.docs.testing;

import org.jspecify.annotations.NullMarked;
