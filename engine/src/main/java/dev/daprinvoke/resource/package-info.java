/**
 * What operators write in YAML, as records: Configuration files and the resources of a
 * directory, read, narrowed to this app and merged.
 */
@NullMarked
package dev.daprinvoke.resource;

import org.jspecify.annotations.NullMarked;
