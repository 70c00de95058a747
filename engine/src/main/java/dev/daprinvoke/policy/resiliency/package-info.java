/**
 * How often a call is tried, and how many are made at the same time.
 */
@NullMarked
package dev.daprinvoke.policy.resiliency;

import org.jspecify.annotations.NullMarked;
