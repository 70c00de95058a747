/**
 * Writes the reference of the configuration properties.
 */
@NullMarked
package dev.daprinvoke.autoconfigure.reference;

import org.jspecify.annotations.NullMarked;
