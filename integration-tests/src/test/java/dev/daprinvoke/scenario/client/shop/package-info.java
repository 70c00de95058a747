/**
 * A Spring Boot application that uses the starter and nothing of the tests: the shop,
 * which calls the app {@code cart}.
 */
@NullMarked
package dev.daprinvoke.scenario.client.shop;

import org.jspecify.annotations.NullMarked;
