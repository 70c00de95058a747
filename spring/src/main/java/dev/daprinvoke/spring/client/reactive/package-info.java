/**
 * WebClient on an invoker: its requests to {@code dapr://} are calls.
 */
@NullMarked
package dev.daprinvoke.spring.client.reactive;

import org.jspecify.annotations.NullMarked;
