package dev.daprinvoke.sidecar.edge;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client of the HTTP API sees on the wire, which is the same without Spring, past
 * it and through Spring Cloud Gateway: each test runs in all three lanes.
 */
@Timeout(60)
@ParameterizedClass(name = "{0}")
@ValueSource(strings = { "plain", "direct", "gateway" })
@ExtendWith(SharedEdges.class)
abstract class EachLane {

	private final String lane;

	private final RunningEdge edge;

	EachLane(String lane) {
		this.lane = lane;
		this.edge = SharedEdges.of(lane);
	}

	@BeforeEach
	void forgetCalls() {
		this.edge.peers().calls.clear();
	}

	String lane() {
		return this.lane;
	}

	RunningEdge edge() {
		return this.edge;
	}

	WireClient client() throws Exception {
		return new WireClient(this.edge.port());
	}

	WireAnswer exchange(String request) throws Exception {
		return WireClient.exchange(this.edge.port(), request);
	}

	WireAnswer get(String path) throws Exception {
		return exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

	String nextCall() throws InterruptedException {
		return String.valueOf(this.edge.peers().calls.poll(20, TimeUnit.SECONDS));
	}

	static void assertStillUsable(WireClient client) throws Exception {
		client.send("GET /v1.0/healthz HTTP/1.1\r\nHost: h\r\n\r\n");
		assertThat(client.receive().statusLine()).isEqualTo("HTTP/1.1 204 No Content");
	}

}
