/**
 * Every way a call can fail, as data; texts that clients match on are built here and
 * nowhere else.
 */
@NullMarked
package dev.daprinvoke.error;

import org.jspecify.annotations.NullMarked;
