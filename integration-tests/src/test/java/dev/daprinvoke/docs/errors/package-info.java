/**
 * The code of {@code docs/errors.md}.
 */
@NullMarked
package dev.daprinvoke.docs.errors;

import org.jspecify.annotations.NullMarked;
