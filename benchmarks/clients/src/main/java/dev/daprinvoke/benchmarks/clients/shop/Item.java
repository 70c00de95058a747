package dev.daprinvoke.benchmarks.clients.shop;

/**
 * Something to buy.
 */
public record Item(long id, String name) {

}
