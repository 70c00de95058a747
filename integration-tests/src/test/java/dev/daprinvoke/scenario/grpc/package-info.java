/**
 * gRPC: clients, apps, and calls that pass through, on real processes.
 */
@NullMarked
package dev.daprinvoke.scenario.grpc;

import org.jspecify.annotations.NullMarked;
