/**
 * How often a call is tried.
 */
@NullMarked
package dev.daprinvoke.policy.resiliency;

import org.jspecify.annotations.NullMarked;
