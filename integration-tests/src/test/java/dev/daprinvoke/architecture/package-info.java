/**
 * Holds the code against the map and the bans of the house.
 */
@NullMarked
package dev.daprinvoke.architecture;

import org.jspecify.annotations.NullMarked;
