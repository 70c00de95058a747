package dev.daprinvoke.transport.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.FakePeer;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A channel to fake peers on real sockets, all closed after each test.
 */
abstract class PeerHarness {

	static final Duration LIMIT = Duration.ofSeconds(10);

	final GrpcPeerChannel channel = new GrpcPeerChannel(TestLoops.HOP, PeerSettings.DEFAULTS, UnaryCallObserver.NONE);

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		this.channel.close();
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	FakePeer peer(FakePeer.Behaviour stream) {
		return peer(stream, null);
	}

	FakePeer peer(FakePeer.Behaviour stream, FakePeer.@Nullable Behaviour unary) {
		return closing(FakePeer.start(stream, unary, 0));
	}

	<T extends AutoCloseable> T closing(T closeable) {
		this.open.add(closeable);
		return closeable;
	}

	InvokeResponse answer(FakePeer peer, InvokeRequest request) {
		return this.channel.call(peer.endpoint(), request).blockOptional(LIMIT).orElseThrow();
	}

	Throwable failure(Endpoint endpoint, InvokeRequest request) {
		Throwable failure = catchThrowable(() -> this.channel.call(endpoint, request).block(LIMIT));
		assertThat(failure).isNotNull();
		return failure;
	}

	static Endpoint dead() {
		FakePeer peer = FakePeer.start((exchange) -> {
		});
		Endpoint endpoint = peer.endpoint();
		peer.close();
		return endpoint;
	}

}
