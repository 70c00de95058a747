/**
 * What travels in a call: request, response, headers, the point of a trace, and body, as
 * far as it may be sent again; how gRPC ended it; what bodies may take of the memory; and
 * the one table between HTTP and gRPC status codes.
 */
@NullMarked
package dev.daprinvoke.message;

import org.jspecify.annotations.NullMarked;
