/**
 * The code in the pages below {@code docs}, compiled and run: each block of a page stands
 * here between two comments, {@code tag::name[]} and {@code end::name[]}.
 */
@NullMarked
package dev.daprinvoke.docs;

import org.jspecify.annotations.NullMarked;
