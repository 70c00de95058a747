/**
 * Where an app lives: resolvers turn an app's name into endpoints, pickers put the
 * endpoints into the order in which a call tries them.
 */
@NullMarked
package dev.daprinvoke.resolve;

import org.jspecify.annotations.NullMarked;
