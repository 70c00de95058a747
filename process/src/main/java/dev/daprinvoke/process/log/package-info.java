/**
 * What a process says of itself: log lines in the form the real one writes, so that tools
 * which read those can read ours.
 */
@NullMarked
package dev.daprinvoke.process.log;

import org.jspecify.annotations.NullMarked;
