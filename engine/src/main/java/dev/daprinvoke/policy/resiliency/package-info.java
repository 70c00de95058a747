/**
 * How often a call is tried, how long it may take, how many are made at the same time.
 */
@NullMarked
package dev.daprinvoke.policy.resiliency;

import org.jspecify.annotations.NullMarked;
