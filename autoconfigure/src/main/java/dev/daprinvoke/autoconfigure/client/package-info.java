/**
 * Wires the clients of a Spring Boot app.
 */
@NullMarked
package dev.daprinvoke.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
