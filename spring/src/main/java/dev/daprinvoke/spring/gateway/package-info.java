/**
 * Dapr apps behind Spring Cloud Gateway: the route that recognises invocations and the
 * filter that performs them.
 */
@NullMarked
package dev.daprinvoke.spring.gateway;

import org.jspecify.annotations.NullMarked;
