package dev.daprinvoke.autoconfigure.client.shop;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.DeleteExchange;

/**
 * What clients of several apps share.
 */
public interface Deleting<ID> {

	@DeleteExchange("/items/{id}")
	void delete(@PathVariable("id") ID id);

}
