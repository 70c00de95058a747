/**
 * Calls from Spring: interfaces declared with
 * {@link dev.daprinvoke.spring.client.DaprInvoke}, and how calls fail.
 */
@NullMarked
package dev.daprinvoke.spring.client;

import org.jspecify.annotations.NullMarked;
