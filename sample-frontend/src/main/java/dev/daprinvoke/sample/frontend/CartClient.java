package dev.daprinvoke.sample.frontend;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;

import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Fetches the cart.
 */
@Component
class CartClient {

	/** The longest error text worth showing, in bytes. */
	private static final int ERROR_BODY_LIMIT = 4096;

	private final RestClient client;

	private final CartClientProperties properties;

	CartClient(CartClientProperties properties) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().connectTimeout(properties.connectTimeout()).build());
		requests.setReadTimeout(properties.readTimeout());
		this.client = RestClient.builder().requestFactory(requests).build();
		this.properties = properties;
	}

	/**
	 * Ask for the cart once.
	 * @return the cart
	 * @throws CartCallException if anything but a cart comes back
	 */
	Cart fetch() {
		try {
			return this.client.get()
				.uri(this.properties.itemsUrl())
				.exchangeForRequiredValue((request, response) -> read(response));
		}
		catch (ResourceAccessException ex) {
			throw CartCallException.unreachable(this.properties.itemsUrl(), ex);
		}
	}

	private Cart read(RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		if (!response.getStatusCode().is2xxSuccessful()) {
			throw CartCallException.answered(this.properties.itemsUrl(), status, text(response));
		}
		try {
			Cart cart = response.bodyTo(Cart.class);
			if (cart == null) {
				throw CartCallException.unreadable(this.properties.itemsUrl(), status, new IOException("empty body"));
			}
			return cart;
		}
		catch (RestClientException | HttpMessageConversionException ex) {
			throw CartCallException.unreadable(this.properties.itemsUrl(), status, ex);
		}
	}

	private static String text(ClientHttpResponse response) throws IOException {
		return new String(response.getBody().readNBytes(ERROR_BODY_LIMIT), StandardCharsets.UTF_8);
	}

}
