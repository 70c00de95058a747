/**
 * A cart, as any Spring Boot app would serve it: nothing in here knows that a sidecar
 * stands in front.
 */
@NullMarked
package dev.daprinvoke.sample.cart;

import org.jspecify.annotations.NullMarked;
