package dev.daprinvoke.sample.cart;

import java.util.List;

/**
 * The cart as callers receive it.
 *
 * @param instance name of the instance that answered
 * @param items lines in the order they were put in
 */
record Cart(String instance, List<Item> items) {

}
