/**
 * What Sentry serves: its gRPC API, health and metrics.
 */
@NullMarked
package dev.daprinvoke.sentry.server;

import org.jspecify.annotations.NullMarked;
