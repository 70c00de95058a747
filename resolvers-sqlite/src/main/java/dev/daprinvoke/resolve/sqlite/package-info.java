/**
 * Name resolution through a SQLite file that the sidecars of one host share, real Dapr
 * sidecars included.
 */
@NullMarked
package dev.daprinvoke.resolve.sqlite;

import org.jspecify.annotations.NullMarked;
