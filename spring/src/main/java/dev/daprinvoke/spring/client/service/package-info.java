/**
 * Makes beans of declared clients, on Spring's HTTP service registry.
 */
@NullMarked
package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.NullMarked;
