/**
 * The one extension mechanism: an invoker performs a call, a layer wraps an invoker.
 */
@NullMarked
package dev.daprinvoke.call;

import org.jspecify.annotations.NullMarked;
