package dev.daprinvoke.invoke;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.call.InvokerLayer;
import dev.daprinvoke.error.AccessDeniedException;
import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.observe.InvocationMeters;
import dev.daprinvoke.observe.Meters;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.LeavingCaller;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Platform contract, section 5.2.
 */
class CallMetersTests {

	private static final String PREFIX = "dapr_runtime_service_invocation_";

	private final Meters meters = new Meters();

	private final CallMeters layers = new CallMeters(new InvocationMeters(this.meters, "front"));

	@Test
	void whenCallsLeaveThenRequestAndAnswerAreCounted() throws IOException {
		perform(this.layers.outbound().around((request) -> Mono.just(Calls.response(404, InvokeBody.EMPTY))),
				Calls.get());
		perform(this.layers.outbound()
			.around((request) -> Mono.error(new PeerException(StatusCode.NOT_FOUND, "", true, null))), Calls.get());
		assertThat(scrape()).contains(
				PREFIX + "req_sent_total{app_id=\"front\",dst_app_id=\"cart\",type=\"unary\"} 2\n",
				PREFIX + "res_recv_total{app_id=\"front\",src_app_id=\"cart\",status=\"404\",type=\"unary\"} 1\n",
				PREFIX + "res_recv_total{app_id=\"front\",src_app_id=\"cart\",status=\"500\",type=\"unary\"} 1\n");
	}

	@Test
	void whenCallsArriveThenTheyAreCountedForTheirCaller() throws IOException {
		InvokeRequest request = Calls.get();
		request.headers().add("dapr-caller-app-id", "web");
		Invoker fine = this.layers.inbound().around((each) -> Mono.just(Calls.response(200, InvokeBody.EMPTY)));
		perform(fine, request);
		perform(fine, Calls.get());
		perform(this.layers.inbound().around((each) -> Mono.error(new AccessDeniedException("", "m", "GET"))), request);
		assertThat(scrape()).contains(PREFIX + "req_recv_total{app_id=\"front\",src_app_id=\"web\"} 2\n",
				PREFIX + "req_recv_total{app_id=\"front\",src_app_id=\"unknown\"} 1\n",
				PREFIX + "res_sent_total{app_id=\"front\",dst_app_id=\"web\",status=\"200\"} 1\n",
				PREFIX + "res_sent_total{app_id=\"front\",dst_app_id=\"web\",status=\"7\"} 1\n");
	}

	@Test
	void whenCallerLeavesThenTheCallItselfIsCancelled() {
		for (InvokerLayer layer : List.of(this.layers.outbound(), this.layers.inbound(), this.layers.ownApp())) {
			AtomicBoolean cancelled = new AtomicBoolean();
			Mono<InvokeResponse> call = Mono.<InvokeResponse>never().doOnCancel(() -> cancelled.set(true));
			layer.around((request) -> call).invoke(Calls.get()).subscribe().dispose();
			assertThat(cancelled).as("call through %s", layer).isTrue();
		}
	}

	@Test
	void whenHealthIsProbedThenAnyAnswerOrNoneIsCounted() throws IOException {
		assertThat(this.layers.health(Mono.just(299)).block()).isTrue();
		assertThat(this.layers.health(Mono.just(301)).block()).isFalse();
		StepVerifier.create(this.layers.health(Mono.error(new IOException("refused")))).verifyError(IOException.class);
		StepVerifier.create(this.layers.health(Mono.never())).thenCancel().verify();
		String count = "dapr_http_healthprobes_completed_count{app_id=\"front\",status=";
		assertThat(scrape()).contains(count + "\"299\"} 1\n", count + "\"301\"} 1\n", count + "\"500\"} 2\n");
	}

	@Test
	void whenTheOwnAppAnswersThenTheCallIsCountedAtTheEndOfTheAnswer() throws IOException {
		Invoker app = this.layers.ownApp().around((request) -> {
			request.body().bytes().subscribe(ByteBuf::release);
			return Mono.just(Calls.response(201, "made it"));
		});
		perform(app, Calls.post("body"));
		ManualBody body = new ManualBody();
		Invoker streaming = this.layers.ownApp().around((request) -> Mono.just(Calls.response(200, body.streaming())));
		streaming.invoke(Calls.get()).subscribe((response) -> response.body().bytes().subscribe(ByteBuf::release));
		body.next("hello ").next("world");
		assertThat(scrape()).doesNotContain("status=\"200\"");
		body.complete();
		perform(this.layers.ownApp().around((request) -> Mono.error(new AppCallException("EOF", null))), Calls.get());
		assertThat(scrape()).contains(client("completed_count", "POST", "201", " 1"),
				client("completed_count", "GET", "200", " 1"), client("completed_count", "GET", "500", " 1"),
				client("roundtrip_latency_count", "POST", "201", " 1"), client("sent_bytes_sum", "POST", "", " 4"),
				client("sent_bytes_count", "GET", "", " 2"),
				"dapr_http_client_received_bytes_sum{app_id=\"front\"} 18\n");
	}

	private static String client(String name, String method, String status, String value) {
		return "dapr_http_client_%s{app_id=\"front\",method=\"%s\",path=\"/items\",status=\"%s\"}%s\n".formatted(name,
				method, status, value);
	}

	private static void perform(Invoker invoker, InvokeRequest request) {
		invoker.invoke(request).subscribe(new LeavingCaller());
	}

	private String scrape() throws IOException {
		StringBuilder out = new StringBuilder();
		this.meters.scrape(out);
		return out.toString();
	}

}
