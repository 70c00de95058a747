/**
 * Reads the recorded traffic of a real sidecar; shared with other modules by the test
 * jar.
 */
@NullMarked
package dev.daprinvoke.recording;

import org.jspecify.annotations.NullMarked;
