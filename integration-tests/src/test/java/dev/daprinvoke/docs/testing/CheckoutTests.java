package dev.daprinvoke.docs.testing;

import java.math.BigDecimal;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import dev.daprinvoke.docs.testing.ShopApplication.CartClient;
import dev.daprinvoke.docs.testing.ShopApplication.Checkout;
import dev.daprinvoke.docs.testing.ShopApplication.Item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

// The sidecar's own parts are on this class path, too.
@TestPropertySource(
		properties = { "spring.main.web-application-type=none", "spring.cloud.gateway.server.webflux.enabled=false" })
// tag::test[]
@SpringBootTest
class CheckoutTests {

	@MockitoBean
	private CartClient cart;

	@Autowired
	private Checkout checkout;

	@Test
	void whenTheCartHasItemsThenTheyAreSummedUp() {
		given(this.cart.items()).willReturn(List.of(new Item("Coffee", 1, BigDecimal.TEN)));
		assertThat(this.checkout.total()).isEqualTo("10");
	}

}
// end::test[]
