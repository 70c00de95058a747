/**
 * Finding apps on the local network the way Dapr does: a small multicast DNS responder
 * and browser in Dapr's wire form (contract part 2, section 3.2).
 */
@NullMarked
package dev.daprinvoke.resolve.mdns;

import org.jspecify.annotations.NullMarked;
