/**
 * Wires the clients of a Spring Boot app, and what the app tells of its sidecar.
 */
@NullMarked
package dev.daprinvoke.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
