/**
 * Identities, mutual TLS and access control on real processes.
 */
@NullMarked
package dev.daprinvoke.scenario.zerotrust;

import org.jspecify.annotations.NullMarked;
