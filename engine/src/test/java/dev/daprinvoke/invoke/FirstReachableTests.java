package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakePeers;
import dev.daprinvoke.testkit.FakeResolver;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing sent yet: other instances at once, any body, uncounted (decision on retries).
 */
class FirstReachableTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Endpoint ONE = new Endpoint("10.0.0.1", 1);

	private static final Endpoint TWO = new Endpoint("10.0.0.2", 1);

	private static final Endpoint THREE = new Endpoint("10.0.0.3", 1);

	private final FakePeers peers = new FakePeers();

	private final FakeResolver resolver = new FakeResolver();

	private final FirstReachable invoker = new FirstReachable(Calls.app("cart"), List.of(ONE, TWO, THREE), this.peers,
			this.resolver);

	@Test
	void whenTheFirstInstanceAnswersThenNoOtherIsCalled() {
		this.peers.answering(ONE, "one");
		assertThat(answer(Calls.post("body"))).isEqualTo("one");
		assertThat(this.peers.called()).containsExactly(ONE);
		assertThat(this.resolver.reportedUnreachable()).isEmpty();
	}

	@Test
	void whenInstancesAreDeadThenTheyArePassedOverAtOnceAndReported() {
		List<String> seen = new ArrayList<>();
		this.peers.at(THREE, (request) -> Mono.fromSupplier(() -> {
			seen.add(Buffers.text(request.body()));
			return Calls.response(200, "three");
		}));
		ByteBuf content = Buffers.of("body");
		assertThat(answer(Calls.request(Verb.POST, "m", new InvokeBody.Whole(content)))).isEqualTo("three");
		assertThat(seen).containsExactly("body");
		assertThat(this.peers.called()).containsExactly(ONE, TWO, THREE);
		assertThat(this.resolver.reportedUnreachable()).containsExactly(ONE, TWO);
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenTheBodyStreamsThenDeadInstancesLeaveItUntouched() {
		ManualBody body = new ManualBody();
		List<InvokeBody> seen = new ArrayList<>();
		this.peers.at(TWO, (request) -> {
			assertThat(body.isSubscribed()).isFalse();
			seen.add(request.body());
			return Mono.fromSupplier(() -> Calls.response(200, "two"));
		});
		InvokeRequest request = Calls.request(Verb.POST, "m", body.streaming());
		assertThat(answer(request)).isEqualTo("two");
		assertThat(seen).containsExactly(request.body());
		assertThat(body.isCancelled()).isFalse();
	}

	@Test
	void whenAllAreDeadThenTheLastFailureCountsAndTheBodyIsGivenBack() {
		ManualBody body = new ManualBody();
		assertFails(Calls.request(Verb.POST, "m", body.streaming()), StatusCode.UNAVAILABLE);
		assertThat(this.peers.called()).containsExactly(ONE, TWO, THREE);
		assertThat(body.isCancelled()).isTrue();
		ByteBuf content = Buffers.of("body");
		assertFails(Calls.request(Verb.POST, "m", new InvokeBody.Whole(content)), StatusCode.UNAVAILABLE);
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenSomethingMayHaveBeenSentThenNoOtherInstanceIsCalled() {
		this.peers.failing(ONE, StatusCode.UNAVAILABLE, "broken");
		assertFails(Calls.post("body"), StatusCode.UNAVAILABLE);
		assertThat(this.peers.called()).containsExactly(ONE);
		assertThat(this.resolver.reportedUnreachable()).containsExactly(ONE);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "OK", "UNAVAILABLE", "UNAUTHENTICATED" })
	void whenTheInstanceAnswersAFailureThenItIsTheAnswer(StatusCode code) {
		this.peers.failing(ONE, code, "no");
		assertFails(Calls.post("body"), code);
		assertThat(this.peers.called()).containsExactly(ONE);
		assertThat(this.resolver.reportedUnreachable()).isEmpty();
	}

	@Test
	void whenTheCallerLeavesThenTheBodyIsGivenBack() {
		this.peers.at(ONE, (request) -> {
			request.body().match((whole) -> {
				whole.discard();
				return true;
			}, (streaming) -> false);
			return Mono.never();
		});
		ByteBuf content = Buffers.of("body");
		ManualBody body = new ManualBody();
		for (InvokeBody each : new InvokeBody[] { new InvokeBody.Whole(content), body.streaming() }) {
			LeavingCaller caller = new LeavingCaller();
			this.invoker.invoke(Calls.request(Verb.POST, "m", each)).subscribe(caller);
			caller.cancel();
		}
		assertThat(content.refCnt()).isZero();
		assertThat(body.isCancelled()).isTrue();
	}

	private String answer(InvokeRequest request) {
		return Buffers.text(this.invoker.invoke(request).blockOptional(LIMIT).orElseThrow().body());
	}

	private void assertFails(InvokeRequest request, StatusCode code) {
		StepVerifier.create(this.invoker.invoke(request))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOfSatisfying(PeerException.class,
					(peer) -> assertThat(peer.code()).isSameAs(code)))
			.verify(LIMIT);
	}

}
