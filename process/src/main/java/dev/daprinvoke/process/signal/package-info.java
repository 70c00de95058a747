/**
 * What signals ask a process for.
 */
@NullMarked
package dev.daprinvoke.process.signal;

import org.jspecify.annotations.NullMarked;
