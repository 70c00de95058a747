/**
 * What connections to apps and from callers do alike to bodies of HTTP.
 */
@NullMarked
package dev.daprinvoke.transport.http;

import org.jspecify.annotations.NullMarked;
