/**
 * What the black-box scenarios stand on: real processes, raw sockets, and apps that note
 * every byte they get.
 */
@NullMarked
package dev.daprinvoke.harness;

import org.jspecify.annotations.NullMarked;
