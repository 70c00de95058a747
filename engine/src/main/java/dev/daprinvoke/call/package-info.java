/**
 * The one extension mechanism: an invoker performs a call, a layer wraps an invoker. What
 * layers do is counted where somebody wants to know.
 */
@NullMarked
package dev.daprinvoke.call;

import org.jspecify.annotations.NullMarked;
