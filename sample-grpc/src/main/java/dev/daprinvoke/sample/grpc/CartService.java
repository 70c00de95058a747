package dev.daprinvoke.sample.grpc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.springframework.stereotype.Service;

import dev.daprinvoke.sample.grpc.proto.CartGrpc;
import dev.daprinvoke.sample.grpc.proto.Contents;
import dev.daprinvoke.sample.grpc.proto.Item;
import dev.daprinvoke.sample.grpc.proto.ListRequest;

/**
 * The cart, as any gRPC service.
 */
@Service
class CartService extends CartGrpc.CartImplBase {

	private final List<Item> items = new CopyOnWriteArrayList<>();

	@Override
	public void add(Item item, StreamObserver<Contents> answer) {
		if (item.getName().isBlank()) {
			answer.onError(Status.INVALID_ARGUMENT.withDescription("an item has a name").asRuntimeException());
			return;
		}
		this.items.add(item);
		answer.onNext(Contents.newBuilder().setItems(this.items.size()).build());
		answer.onCompleted();
	}

	@Override
	public void list(ListRequest request, StreamObserver<Item> answer) {
		this.items.forEach(answer::onNext);
		answer.onCompleted();
	}

}
