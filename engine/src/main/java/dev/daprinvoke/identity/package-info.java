/**
 * Who a sidecar is and whom it believes: identities of the mesh's workloads (SPIFFE
 * X.509-SVIDs), the keys behind them, and the trust anchors against which those of others
 * are verified.
 */
@NullMarked
package dev.daprinvoke.identity;

import org.jspecify.annotations.NullMarked;
