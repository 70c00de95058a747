/**
 * Spring Boot apps that call through a real sidecar: what their users see.
 */
@NullMarked
package dev.daprinvoke.scenario.client;

import org.jspecify.annotations.NullMarked;
