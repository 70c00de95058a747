package dev.daprinvoke.benchmarks.clients;

/**
 * Something to buy.
 */
public record Item(long id, String name) {

}
