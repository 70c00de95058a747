package dev.daprinvoke.transport.peer;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.identity.MeshTls;
import dev.daprinvoke.identity.Svid;
import dev.daprinvoke.identity.TrustAnchors;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.target.SpiffeId;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.TestAuthority;
import dev.daprinvoke.testkit.TestLoops;
import dev.daprinvoke.transport.grpc.HopSecurity;
import dev.daprinvoke.transport.grpc.MutualTls;
import dev.daprinvoke.transport.grpc.PeerSettings;
import dev.daprinvoke.transport.grpc.UnaryCallObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Contract section 2.7, platform contract section 1.5: the hop under mutual TLS. */
class MutualTlsTests extends ServerHarness {

	private static final String SHOP = "spiffe://public/ns/default/shop";

	private static final String CART = "spiffe://public/ns/default/cart";

	private final TestAuthority mesh = new TestAuthority("Ed25519");

	private final ExecutorService handshakes = Executors.newCachedThreadPool();

	private final AtomicReference<GrpcPeerChannel> channel = new AtomicReference<>();

	@AfterEach
	void close() {
		this.channel.get().close();
		this.handshakes.shutdown();
	}

	private HopSecurity mutual(TestAuthority authority, String id) {
		TestAuthority.Issued issued = authority.issue(id);
		Svid svid = Svid.of(issued.chain(), issued.key());
		TrustAnchors anchors = new TrustAnchors(List.of(this.mesh.root()));
		return new MutualTls(new MeshTls(() -> svid, () -> anchors), this.handshakes);
	}

	private void echo(HopSecurity security) {
		this.settings = PeerSettings.DEFAULTS.withSecurity(security);
		serve((request) -> Mono.just(Calls.response(200, request.body())));
	}

	private Mono<InvokeResponse> call(HopSecurity security, InvokeRequest request) {
		this.channel.compareAndSet(null, new GrpcPeerChannel(TestLoops.HOP,
				PeerSettings.DEFAULTS.withSecurity(security), UnaryCallObserver.NONE));
		return this.channel.get().call(new Endpoint("127.0.0.1", server().port()), request);
	}

	private PeerException failure(HopSecurity security) {
		return catchThrowableOfType(PeerException.class, () -> call(security, Calls.get()).block(LIMIT));
	}

	@Test
	void whenBothAreOfTheMeshThenCallsAndLargeBodiesPass() {
		echo(mutual(this.mesh, CART));
		HopSecurity shop = mutual(this.mesh, SHOP);
		for (int i = 0; i < 20; i++) {
			InvokeResponse response = call(shop, Calls.post("body " + i)).blockOptional(LIMIT).orElseThrow();
			assertThat(Buffers.text(response.body())).isEqualTo("body " + i);
		}
		Flux<io.netty.buffer.ByteBuf> parts = Flux.range(0, 200).map((i) -> Buffers.ofLength(64 * 1024));
		InvokeResponse large = call(shop, Calls.request(Verb.POST, "m", new InvokeBody.Streaming(parts)))
			.blockOptional(LIMIT)
			.orElseThrow();
		assertThat(large.body().bytes().map((part) -> {
			int length = part.readableBytes();
			part.release();
			return length;
		}).reduce(0, Integer::sum).block(LIMIT)).isEqualTo(200 * 64 * 1024);
	}

	@Test
	void whenACallComesThenItsCallerIsWhomTheCertificateNames() {
		AtomicReference<SpiffeId> caller = new AtomicReference<>();
		this.settings = PeerSettings.DEFAULTS.withSecurity(mutual(this.mesh, CART));
		serve((request) -> {
			caller.set(request.caller());
			request.body().discard();
			return Mono.just(Calls.response(200, "ok"));
		});
		Buffers.text(call(mutual(this.mesh, SHOP), Calls.get()).blockOptional(LIMIT).orElseThrow().body());
		assertThat(caller.get()).hasToString(SHOP);
	}

	@Test
	void whenConnectionsAreInPlaintextThenNobodyKnowsTheCaller() {
		AtomicReference<Object> caller = new AtomicReference<>("not called");
		this.settings = PeerSettings.DEFAULTS;
		serve((request) -> {
			caller.set(request.caller());
			request.body().discard();
			return Mono.just(Calls.response(200, "ok"));
		});
		Buffers.text(call(HopSecurity.PLAINTEXT, Calls.get()).blockOptional(LIMIT).orElseThrow().body());
		assertThat(caller.get()).isNull();
	}

	@Test
	void whenAnotherAppIsAtTheAddressThenTheCallFailsAndNamesIt() {
		echo(mutual(this.mesh, "spiffe://public/ns/default/other"));
		PeerException failure = failure(mutual(this.mesh, SHOP));
		assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
		assertThat(failure)
			.hasMessageContaining("The peer is spiffe://public/ns/default/other (expected: /ns/default/cart)");
	}

	@Test
	void whenTheCalleeIsOfAnotherMeshThenTheCallFails() {
		echo(mutual(new TestAuthority("EC"), CART));
		PeerException failure = failure(mutual(this.mesh, SHOP));
		assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
		assertThat(failure).hasMessageContaining("is not to be believed");
	}

	@Test
	void whenTheCallerIsOfAnotherMeshThenTheCallFails() {
		echo(mutual(this.mesh, CART));
		assertThat(failure(mutual(new TestAuthority("EC"), SHOP)).code()).isEqualTo(StatusCode.UNAVAILABLE);
	}

	// Settled choice: UNAVAILABLE naming the TLS failure, at once.
	@Test
	void whenOnlyOneOfThemSpeaksTlsThenTheCallFailsAtOnceAndSaysSo() {
		echo(HopSecurity.PLAINTEXT);
		PeerException failure = failure(mutual(this.mesh, SHOP));
		assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
		assertThat(failure).hasMessageContaining("TLS");
	}

	@Test
	void whenACallerSpeaksPlaintextThenTheCallFailsAtOnceAndSaysSo() {
		echo(mutual(this.mesh, CART));
		PeerException failure = failure(HopSecurity.PLAINTEXT);
		assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
		assertThat(failure).hasMessageContaining("as one does that expects TLS (--enable-mtls)");
	}

}
