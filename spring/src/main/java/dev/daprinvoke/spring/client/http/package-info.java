/**
 * RestClient and RestTemplate on an invoker: their requests to {@code dapr://} are calls,
 * and the calling thread waits for the answer. Also what both worlds share: how a URI, a
 * request's headers and an answer's headers are read.
 */
@NullMarked
package dev.daprinvoke.spring.client.http;

import org.jspecify.annotations.NullMarked;
