/**
 * How often a route of Spring Cloud Gateway may be used, counted in this process.
 */
@NullMarked
package dev.daprinvoke.spring.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
