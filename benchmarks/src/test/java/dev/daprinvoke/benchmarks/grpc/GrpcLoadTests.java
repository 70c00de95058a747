package dev.daprinvoke.benchmarks.grpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.benchmarks.load.LoadFailure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every kind of load against the real app.
 */
class GrpcLoadTests {

	private static final Duration SHORT = Duration.ofSeconds(1);

	private Server app;

	@BeforeEach
	void start() throws Exception {
		this.app = GrpcApp.start(0);
	}

	@AfterEach
	void stop() throws Exception {
		this.app.shutdownNow().awaitTermination();
	}

	@Test
	void countsWhatComesBackOfEachKind() throws Exception {
		GrpcLoad load = load(1, 1);
		byte[] message = new byte[128];
		for (GrpcLoad.Answered answered : new GrpcLoad.Answered[] { load(2, 4).unary(Methods.UNARY, message, SHORT),
				load.unary(Methods.INVOKE_SERVICE, Methods.invokeServiceRequest(), SHORT), load.up(message, SHORT),
				load.down(message, SHORT), load.echo(message, SHORT), load.pingPong(message, SHORT) }) {
			assertThat(answered.throughput().requests()).isPositive();
			assertThat(answered.throughput().requestsPerSecond()).isBetween(0.5 * answered.throughput().requests(),
					1.0 * answered.throughput().requests());
		}
		assertThat(load.pingPong(message, SHORT).latencies().percentileMillis(50)).isPositive();
	}

	@Test
	void whenACallFailsThenThereIsNoFigure() {
		assertThatExceptionOfType(LoadFailure.class)
			.isThrownBy(() -> load(1, 1).unary(Methods.method("bench.Load/None", MethodType.UNARY), new byte[1], SHORT))
			.withMessageContaining("UNIMPLEMENTED");
	}

	// protobuf: fields 1, 3 of dapr.proto.runtime.v1.InvokeServiceRequest.
	@Test
	void invokeServiceRequestsAreProtobuf() {
		String start = "0a0663616c6c6565" + "1aab01" + "0a0568656c6c6f" + "128301" + "128001";
		assertThat(HexFormat.of().formatHex(Methods.invokeServiceRequest())).startsWith(start).endsWith("22020803");
	}

	private GrpcLoad load(int connections, int calls) {
		return new GrpcLoad(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.app.getPort()), connections,
				calls);
	}

}
