/**
 * What users of the sidecar rely on, tried on real processes and sockets: each class is
 * one promise of the contract.
 */
@NullMarked
package dev.daprinvoke.scenario;

import org.jspecify.annotations.NullMarked;
