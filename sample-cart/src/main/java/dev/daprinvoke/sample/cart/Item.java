package dev.daprinvoke.sample.cart;

import java.math.BigDecimal;

/**
 * One line of a cart.
 *
 * @param name what the customer reads
 * @param quantity number of pieces
 * @param price of one piece, in euros
 */
record Item(String name, int quantity, BigDecimal price) {

}
