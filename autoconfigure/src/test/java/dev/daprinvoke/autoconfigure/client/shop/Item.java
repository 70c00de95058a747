package dev.daprinvoke.autoconfigure.client.shop;

/**
 * Something to buy.
 */
public record Item(long id, String name) {

}
