package dev.daprinvoke.sidecar.edge;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that go away, and what is counted of requests (contract platform.md 5.2).
 */
class LeavingClientTests extends EachLane {

	LeavingClientTests(String lane) {
		super(lane);
	}

	@Test
	void whenTheClientLeavesDuringACallThenItIsCancelled() throws Exception {
		String method = "never/" + lane();
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n\r\n");
		}
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
		assertEventually("dapr_http_server_response_count{app_id=\"caller\",method=\"GET\","
				+ "path=\"/v1.0/invoke/cart/method/" + method + "\",status=\"500\"} 1");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 1000000\r\n\r\nbegun", "Transfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n" })
	void whenTheClientLeavesMidUploadThenTheCallDoesNotStay(String start) throws Exception {
		String method = "upload/" + Math.abs(start.hashCode());
		try (WireClient client = client()) {
			client.send("POST /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n" + start);
		}
		assertThat(edge().peers().event(method)).isIn("cancelled", "failed");
	}

	@Test
	void whenTheClientLeavesMidDownloadThenTheCallIsCancelled() throws Exception {
		String method = "download/1";
		try (WireClient client = client()) {
			client.send("GET /v1.0/invoke/cart/method/" + method + " HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receiveHead().status()).isEqualTo(200);
		}
		assertThat(edge().peers().event(method)).isEqualTo("cancelled");
	}

	@Test
	void whenARequestIsAnsweredThenItIsCountedWithItsBytes() throws Exception {
		long before = bytesOut();
		get("/v1.0/invoke/cart/method/error");
		assertEventually("dapr_http_server_response_count{app_id=\"caller\",method=\"GET\","
				+ "path=\"/v1.0/invoke/cart/method/error\",status=\"404\"} ");
		long afterError = bytesOut();
		assertThat(afterError - before).isEqualTo(13);
		exchange("HEAD /v1.0/invoke/cart/method/odd HTTP/1.1\r\nHost: h\r\n\r\n");
		get("/v1.0/invoke/cart/method/pieces");
		exchange("POST /v1.0/invoke/cart/method/text?counted HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
		assertThat(bytesOut() - afterError).isBetween(7L, 12L);
	}

	private long bytesOut() throws InterruptedException {
		// Counted on the connection's loop, a moment after the client has the answer.
		edge().loops().forEach((loop) -> loop.submit(() -> {
		}).awaitUninterruptibly(20, TimeUnit.SECONDS));
		return edge().scrape()
			.lines()
			.filter((line) -> line.startsWith("dapr_http_server_response_bytes_sum"))
			.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private void assertEventually(String line) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!edge().scrape().contains(line) && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(edge().scrape()).contains(line);
	}

}
