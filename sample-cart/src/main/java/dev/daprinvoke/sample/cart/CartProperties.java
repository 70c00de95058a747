package dev.daprinvoke.sample.cart;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tells this instance of Cart from the others.
 *
 * @param instance name this instance gives itself in its answers
 */
@ConfigurationProperties("cart")
record CartProperties(@DefaultValue("cart") String instance) {

}
