package dev.daprinvoke.scenario.client.shop;

/**
 * What carts hold.
 *
 * @param id the number
 * @param name the name
 */
record Item(int id, String name) {

}
