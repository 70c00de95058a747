package dev.daprinvoke.sample.grpc;

import java.util.ArrayList;
import java.util.List;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.daprinvoke.sample.grpc.proto.CartGrpc;
import dev.daprinvoke.sample.grpc.proto.Item;
import dev.daprinvoke.sample.grpc.proto.ListRequest;

/**
 * The shop: calls the cart, wherever it is, by its own stub.
 */
@RestController
class ShopController {

	private final CartGrpc.CartBlockingStub cart;

	ShopController(CartGrpc.CartBlockingStub cart) {
		this.cart = cart;
	}

	@PostMapping("/items")
	int add(@RequestParam String name) {
		return this.cart.add(Item.newBuilder().setName(name).build()).getItems();
	}

	@GetMapping("/items")
	List<String> items() {
		List<String> names = new ArrayList<>();
		this.cart.list(ListRequest.getDefaultInstance()).forEachRemaining((item) -> names.add(item.getName()));
		return names;
	}

	@GetMapping("/healthz")
	String healthz() {
		return "ok";
	}

	@ExceptionHandler
	ProblemDetail failed(StatusRuntimeException failure) {
		boolean ours = failure.getStatus().getCode() == Status.Code.INVALID_ARGUMENT;
		return ProblemDetail.forStatusAndDetail(ours ? HttpStatus.BAD_REQUEST : HttpStatus.BAD_GATEWAY,
				String.valueOf(failure.getStatus().getDescription()));
	}

}
