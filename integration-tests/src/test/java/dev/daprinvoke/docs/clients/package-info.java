/**
 * The code of {@code docs/clients.md} and {@code docs/getting-started.md}.
 */
@NullMarked
package dev.daprinvoke.docs.clients;

import org.jspecify.annotations.NullMarked;
