/**
 * The code of {@code docs/migration.md}, as it is afterwards.
 */
@NullMarked
package dev.daprinvoke.docs.migration;

import org.jspecify.annotations.NullMarked;
