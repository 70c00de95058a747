/**
 * Where HTTP clients of the API arrive: below Spring WebFlux, on Reactor Netty; what
 * stands before the routes (CORS, token, log); and the doors into Spring Cloud Gateway,
 * to calls and to the routes that users write.
 */
@NullMarked
package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.NullMarked;
