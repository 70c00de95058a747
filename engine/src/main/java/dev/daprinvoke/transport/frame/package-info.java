/**
 * The frames of the hop between two sidecars: their bytes, their order, and back-pressure
 * between gRPC and reactive streams. Also the bodies that are made of its messages.
 */
@NullMarked
package dev.daprinvoke.transport.frame;

import org.jspecify.annotations.NullMarked;
