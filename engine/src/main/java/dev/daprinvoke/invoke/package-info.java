/**
 * The story of a call: read OutboundInvoker and InboundInvoker.
 */
@NullMarked
package dev.daprinvoke.invoke;

import org.jspecify.annotations.NullMarked;
