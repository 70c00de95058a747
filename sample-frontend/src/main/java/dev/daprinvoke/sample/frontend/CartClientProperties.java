package dev.daprinvoke.sample.frontend;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where FrontEnd finds Cart.
 *
 * @param itemsUrl address that answers Cart's items; behind a sidecar it is the sidecar's
 * own port followed by {@code /v1.0/invoke/cart/method/items}
 * @param connectTimeout maximum time to connect
 * @param readTimeout maximum time to wait for the answer; longer than the sidecar's own
 * three attempts, so that its explanation arrives
 */
@ConfigurationProperties("cart")
record CartClientProperties(URI itemsUrl, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("10s") Duration readTimeout) {

}
