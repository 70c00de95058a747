/**
 * gRPC: its app, its load, and what calls of it cost that pass through.
 */
@NullMarked
package dev.daprinvoke.benchmarks.grpc;

import org.jspecify.annotations.NullMarked;
