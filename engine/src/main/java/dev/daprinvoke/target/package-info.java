/**
 * Whom a call is meant for and which of its methods: app ids, namespaces, method paths,
 * and the parsing of the three forms in which an HTTP request can name them.
 */
@NullMarked
package dev.daprinvoke.target;

import org.jspecify.annotations.NullMarked;
