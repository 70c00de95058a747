/**
 * The grammar of command lines, which is that of Go's pflag, and of the values in them.
 */
@NullMarked
package dev.daprinvoke.process.flags;

import org.jspecify.annotations.NullMarked;
