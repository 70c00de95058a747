/**
 * Apps whose sidecars are found under names that follow a pattern.
 */
@NullMarked
package dev.daprinvoke.resolve.nameformat;

import org.jspecify.annotations.NullMarked;
