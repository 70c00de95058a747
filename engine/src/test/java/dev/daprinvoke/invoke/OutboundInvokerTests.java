package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.UnresolvedException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.policy.access.Permit;
import dev.daprinvoke.policy.resiliency.BuiltInRetries;
import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.RoundRobinPicker;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.target.AppTarget;
import dev.daprinvoke.target.Namespace;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeAppChannel;
import dev.daprinvoke.testkit.FakeExternal;
import dev.daprinvoke.testkit.FakePeers;
import dev.daprinvoke.testkit.FakeResolver;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;
import dev.daprinvoke.transport.app.AppChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The way of a call out (contract sections 1.3 to 1.8), with fakes at both ends and
 * virtual time.
 */
class OutboundInvokerTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Endpoint ONE = new Endpoint("10.0.0.1", 50002);

	private static final Endpoint TWO = new Endpoint("10.0.0.2", 50002);

	private static final Endpoint THREE = new Endpoint("10.0.0.3", 50002);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final FakeResolver resolver = new FakeResolver();

	private final FakePeers peers = new FakePeers();

	private final FakeAppChannel ownApp = FakeAppChannel.echoing();

	private final FakeExternal external = new FakeExternal();

	private final OutboundInvoker invoker = invoker(this.ownApp);

	private final AtomicReference<@Nullable InvokeRequest> seen = new AtomicReference<>();

	@AfterEach
	void stop() {
		this.timer.dispose();
	}

	private OutboundInvoker invoker(AppChannel own) {
		return new OutboundInvoker(Calls.app("front"), new Host("192.0.2.10", "web-1"), this.resolver,
				new RoundRobinPicker(), this.peers, own, this.external, List.of(new BuiltInRetries(this.timer)));
	}

	@Test
	void whenInstancesTakeTurnsThenEachIsCalledFromTheFirstCallOn() {
		this.resolver.know("cart", ONE, TWO, THREE);
		this.peers.answering(ONE, "one").answering(TWO, "two").answering(THREE, "three");
		List<String> answers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			answers.add(answer(call("cart", "items", InvokeBody.EMPTY)));
		}
		assertThat(answers).containsExactly("one", "two", "three", "one");
		assertThat(this.resolver.asked()).hasSize(4).containsOnly(Calls.app("cart"));
	}

	@Test
	void whenAnotherNamespaceIsNamedThenTheAppIsLookedForThere() {
		this.resolver.know("cart", ONE);
		this.peers.answering(ONE, "one");
		answer(call("cart.prod", "items", InvokeBody.EMPTY));
		assertThat(this.resolver.asked()).extracting(AppTarget::namespace).containsExactly(new Namespace("prod"));
	}

	@Test
	void whenACallLeavesThenOthersAreToldWhoCallsAndTheClientsOwnWordsAreGone() {
		remember();
		ApiCall call = call("cart", "/a/../items/", InvokeBody.EMPTY);
		call.headers()
			.add("Dapr-Caller-App-Id", "spoof")
			.add("dapr-callee-app-id", "spoof")
			.add("Dapr-Caller-Namespace", "spoof")
			.add("Destination-App-Id", "spoof")
			.add("X-Forwarded-For", "203.0.113.9")
			.add("Dapr-Other", "kept");
		answer(call);
		InvokeRequest request = this.seen.get();
		assertThat(request.method().value()).isEqualTo("items");
		assertThat(request.headers()).hasToString("[X-Forwarded-For: 203.0.113.9, Dapr-Other: kept, "
				+ "dapr-caller-app-id: front, dapr-callee-app-id: cart, dapr-caller-namespace: default, "
				+ "destination-app-id: cart, X-Forwarded-For: 192.0.2.10, X-Forwarded-Host: web-1, "
				+ "Forwarded: for=192.0.2.10;by=192.0.2.10;host=web-1]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.org", "https://example.org:8443/base" })
	void whenAUrlIsCalledThenItsServerIsAskedAndToldNothingOfUs(String url) {
		ApiCall call = call(url, "items", Buffers.whole("body"));
		call.headers().add("Dapr-Caller-App-Id", "spoof").add("X-Forwarded-For", "203.0.113.9").add("X-One", "1");
		assertThat(answer(call)).isEqualTo("body");
		assertThat(this.external.targets()).containsExactly(url);
		InvokeRequest request = this.external.requests().get(0);
		assertThat(request.method().value()).isEqualTo("items");
		assertThat(request.headers()).hasToString("[X-Forwarded-For: 203.0.113.9, X-One: 1]");
		assertThat(this.resolver.asked()).isEmpty();
		assertThat(this.peers.called()).isEmpty();
		assertThat(this.ownApp.requests()).isEmpty();
	}

	@Test
	void whenAUrlCannotBeCalledThenItIsNotTriedAgain() {
		this.external.failWith(new AppCallException("Get \"http://example.org/items\": EOF", null));
		assertThat(failure(call("http://example.org", "items", InvokeBody.EMPTY)))
			.hasMessage("Get \"http://example.org/items\": EOF");
		assertThat(this.external.targets()).hasSize(1);
	}

	private void remember() {
		this.resolver.know("cart", ONE);
		this.peers.at(ONE, (request) -> {
			this.seen.set(request);
			request.body().discard();
			return Mono.fromSupplier(() -> Calls.response(200, "ok"));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "a.b.c|items|invalid app id a.b.c",
			"cart|a#b|rpc error: code = InvalidArgument desc = invalid method: method contains forbidden character: \"a#b\"",
			"nobody|items|couldn't find service: nobody" })
	void whenTheCallCannotBeMadeThenItsBodyIsGivenBack(String target, String method, String message) {
		ByteBuf content = Buffers.of("body");
		assertThat(failure(call(target, method, new InvokeBody.Whole(content)))).hasMessage(message);
		assertThat(content.refCnt()).isZero();
		ManualBody body = new ManualBody();
		failure(call(target, method, body.streaming()));
		assertThat(body.isCancelled()).isTrue();
		assertThat(this.peers.called()).isEmpty();
	}

	@Test
	void whenTheCallerLeavesWhileTheAppIsLookedForThenTheBodyIsGivenBack() {
		this.resolver.answer("cart", Mono.never());
		ByteBuf content = Buffers.of("body");
		ManualBody body = new ManualBody();
		for (InvokeBody each : new InvokeBody[] { new InvokeBody.Whole(content), body.streaming() }) {
			LeavingCaller caller = new LeavingCaller();
			this.invoker.invoke(call("cart", "items", each)).subscribe(caller);
			caller.cancel();
		}
		assertThat(content.refCnt()).isZero();
		assertThat(body.isCancelled()).isTrue();
	}

	@Test
	void whenTheCallerLeavesWhileThePeerThinksThenTheBodyIsReleasedOnce() {
		this.resolver.know("cart", ONE);
		this.peers.at(ONE, (request) -> {
			request.body().discard();
			return Mono.never();
		});
		ByteBuf content = Buffers.of("body");
		LeavingCaller caller = new LeavingCaller();
		this.invoker.invoke(call("cart", "items", new InvokeBody.Whole(content))).subscribe(caller);
		caller.cancel();
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenAnInstanceIsDeadThenAnotherIsCalledWithoutPauseOrRetry() {
		this.resolver.know("cart", ONE, TWO);
		this.peers.answering(TWO, "two");
		for (int i = 0; i < 4; i++) {
			assertThat(answer(call("cart", "items", Buffers.whole("body")))).isEqualTo("two");
		}
	}

	@Test
	void whenAllInstancesStayDeadThenTheCallFailsAfterThreeSeconds() {
		this.resolver.know("cart", ONE, TWO);
		LeavingCaller caller = new LeavingCaller();
		this.invoker.invoke(call("cart.default", "items", Buffers.whole("body"))).subscribe(caller);
		this.timer.advanceTimeBy(Duration.ofMillis(2999));
		assertThat(caller.failure()).isNull();
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(caller.failure())
			.hasMessage("failed to invoke target cart after 3 retries. Error: rpc error: code = Unavailable desc = "
					+ "connection error: desc = \"transport: Error while dialing: dial tcp 10.0.0.2:50002: "
					+ "connect: connection refused\"");
		// Each of the four attempts passed over both instances.
		assertThat(this.peers.called()).hasSize(8);
		assertThat(this.resolver.asked()).hasSize(1);
	}

	@Test
	void whenAStreamedCallFindsNobodyThenItFailsAtOnce() {
		this.resolver.know("cart", ONE);
		assertThat(failure(call("cart", "items", new ManualBody().streaming()))).hasMessage(
				"rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: "
						+ "dial tcp 10.0.0.1:50002: connect: connection refused\"");
	}

	@Test
	void whenTheAppCallsItselfThenItsOwnChannelIsUsedWithoutForwardedHeaders() {
		this.resolver.know("front", ONE);
		ApiCall call = call("front", "items", Buffers.whole("body"));
		call.headers().add("Dapr-Caller-App-Id", "spoof");
		assertThat(answer(call)).isEqualTo("body");
		assertThat(this.ownApp.permits()).extracting(Permit::mode).containsExactly(Permit.Mode.SELF);
		assertThat(this.ownApp.requests().get(0).headers())
			.hasToString("[dapr-caller-app-id: front, " + "dapr-callee-app-id: front, dapr-caller-namespace: default]");
		assertThat(this.peers.called()).isEmpty();
	}

	@Test
	void whenTheAppCallsItsNamesakeElsewhereThenThatIsAnotherApp() {
		this.resolver.know("front", ONE);
		this.peers.answering(ONE, "elsewhere");
		assertThat(answer(call("front.prod", "items", InvokeBody.EMPTY))).isEqualTo("elsewhere");
		assertThat(answer(call("front.default", "items", Buffers.whole("self")))).isEqualTo("self");
	}

	@Test
	void whenTheAppCannotFindItselfThenTheCallFails() {
		assertThat(failure(call("front", "items", InvokeBody.EMPTY))).hasMessage("couldn't find service: front");
		assertThat(this.ownApp.requests()).isEmpty();
	}

	@Test
	void whenThereIsNoAppPortThenCallingItselfFails() {
		this.resolver.know("front", ONE);
		ByteBuf content = Buffers.of("body");
		LeavingCaller caller = new LeavingCaller();
		invoker(AppChannel.none()).invoke(call("front", "items", new InvokeBody.Whole(content))).subscribe(caller);
		assertThat(caller.failure()).hasMessage("cannot invoke local endpoint: app channel not initialized");
		assertThat(content.refCnt()).isZero();
	}

	@Test
	void whenThePeerDeniesThenItIsSaidAtOnce() {
		this.resolver.know("cart", ONE);
		this.peers.failing(ONE, StatusCode.PERMISSION_DENIED, "no");
		assertThat(failure(call("cart", "items", Buffers.whole("body"))))
			.hasMessage("rpc error: code = PermissionDenied desc = no");
		assertThat(this.peers.called()).hasSize(1);
	}

	@Test
	void whenTheResolverHasNoAddressYetThenTheCallWaitsForOne() {
		Queue<List<Endpoint>> answers = new ArrayDeque<>(List.of(List.of(), List.of(ONE)));
		this.resolver.answer("cart", Mono.fromSupplier(answers::remove));
		this.peers.answering(ONE, "one");
		assertThat(answer(call("cart", "items", Buffers.whole("body")))).isEqualTo("one");
	}

	@Test
	void whenTheResolverNeverHasAnAddressThenTheBodyIsGivenBack() {
		this.resolver.know("cart");
		ByteBuf content = Buffers.of("body");
		assertThatExceptionOfType(UnresolvedException.class)
			.isThrownBy(() -> answer(call("cart", "items", new InvokeBody.Whole(content))))
			.withMessage("resolver returned empty address for app id default/cart");
		Await.until("the body is released", () -> content.refCnt() == 0);
	}

	private String answer(ApiCall call) {
		InvokeResponse response = this.invoker.invoke(call).blockOptional(LIMIT).orElseThrow();
		return Buffers.text(response.body());
	}

	private Throwable failure(ApiCall call) {
		LeavingCaller caller = new LeavingCaller();
		this.invoker.invoke(call).subscribe(caller);
		assertThat(caller.failure()).isNotNull();
		return caller.failure();
	}

	private static ApiCall call(String target, String method, InvokeBody body) {
		return new ApiCall(new Addressed(target, method, Addressed.Form.PATH), Verb.POST, "", null, "",
				new InvokeHeaders(), body, null);
	}

}
