/**
 * Sample: gRPC from app to app through sidecars.
 */
@NullMarked
package dev.daprinvoke.sample.grpc;

import org.jspecify.annotations.NullMarked;
