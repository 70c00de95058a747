/**
 * Where HTTP clients of the API arrive: below Spring WebFlux, on Reactor Netty, and the
 * door into Spring Cloud Gateway.
 */
@NullMarked
package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.NullMarked;
