/**
 * What a process knows of its host.
 */
@NullMarked
package dev.daprinvoke.process.host;

import org.jspecify.annotations.NullMarked;
