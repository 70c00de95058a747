/**
 * Both ends of the hop: the channels to other sidecars, and the server they connect to.
 */
@NullMarked
package dev.daprinvoke.transport.peer;

import org.jspecify.annotations.NullMarked;
