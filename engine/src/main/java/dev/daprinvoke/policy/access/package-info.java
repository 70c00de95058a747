/**
 * Who may call: a policy gives a decision, the gate alone turns it into the permit that
 * an app channel asks for; and at the API, which of its routes exist and what token they
 * want to see.
 */
@NullMarked
package dev.daprinvoke.policy.access;

import org.jspecify.annotations.NullMarked;
