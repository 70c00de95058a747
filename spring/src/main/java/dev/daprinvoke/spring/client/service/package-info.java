/**
 * Makes beans of declared clients, on Spring's HTTP service registry: finds their
 * interfaces, plans their calls, gives their failures a type.
 */
@NullMarked
package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.NullMarked;
