/**
 * What tests of all modules share: fakes that are told what to do and remember what was
 * done to them, and the check that no buffer is lost.
 */
@NullMarked
package dev.daprinvoke.testkit;

import org.jspecify.annotations.NullMarked;
