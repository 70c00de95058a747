/**
 * Where HTTP clients of the API arrive, on Reactor Netty: what stands before the routes
 * (CORS, token, log), the way to calls, and, where users wrote something for it, Spring
 * Cloud Gateway with its routes and filters.
 */
@NullMarked
package dev.daprinvoke.sidecar.edge;

import org.jspecify.annotations.NullMarked;
