/**
 * What travels in a call: request, response, headers and body, and the one table between
 * HTTP and gRPC status codes.
 */
@NullMarked
package dev.daprinvoke.message;

import org.jspecify.annotations.NullMarked;
