package dev.daprinvoke.transport.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.daprinvoke.testkit.RawHopCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 2.7: reflection, no health service; 2.1: no actors.
 */
class HopMethodsTests extends ServerHarness {

	private static final String HOP = "dapr.proto.internals.v1.ServiceInvocation";

	private final ManagedChannel server = serve((request) -> Mono.error(new AssertionError("called")));

	@Test
	void whenSomebodyReflectsThenTheHopAndBothReflectionsAreListed() throws Exception {
		ServerReflectionResponse response = ask(ServerReflectionRequest.newBuilder().setListServices("*").build());
		assertThat(response.getListServicesResponse().getServiceList()).extracting(ServiceResponse::getName)
			.containsExactlyInAnyOrder(HOP, "grpc.reflection.v1.ServerReflection",
					"grpc.reflection.v1alpha.ServerReflection");
	}

	@Test
	void whenSomebodyAsksWhatTheHopIsThenItsFileAndTheOnesItNeedsAreGiven() throws Exception {
		ServerReflectionResponse response = ask(
				ServerReflectionRequest.newBuilder().setFileContainingSymbol(HOP).build());
		List<String> packages = new ArrayList<>();
		for (var file : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
			packages.add(FileDescriptorProto.parseFrom(file).getPackage());
		}
		assertThat(packages).contains("dapr.proto.internals.v1", "dapr.proto.common.v1", "google.protobuf");
	}

	@Test
	void whenTheOlderReflectionIsAskedThenItAnswersToo() throws Exception {
		CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer = new CompletableFuture<>();
		var requests = io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(this.server)
			.serverReflectionInfo(first(answer));
		requests.onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder().setListServices("*").build());
		requests.onCompleted();
		assertThat(answer).succeedsWithin(LIMIT)
			.satisfies((response) -> assertThat(response.getListServicesResponse().getServiceCount()).isEqualTo(3));
	}

	private ServerReflectionResponse ask(ServerReflectionRequest request) throws Exception {
		CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
		StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(this.server)
			.serverReflectionInfo(first(answer));
		requests.onNext(request);
		requests.onCompleted();
		return answer.get(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
	}

	private static <T> StreamObserver<T> first(CompletableFuture<T> answer) {
		return new StreamObserver<>() {

			@Override
			public void onNext(T response) {
				answer.complete(response);
			}

			@Override
			public void onError(Throwable error) {
				answer.completeExceptionally(error);
			}

			@Override
			public void onCompleted() {
				answer.completeExceptionally(new AssertionError("no response"));
			}

		};
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { HOP + "/CallActor|method CallActor not implemented",
					HOP + "/CallActorStream|method CallActorStream not implemented",
					HOP + "/CallActorReminder|method CallActorReminder not implemented",
					"grpc.reflection.v9.ServerReflection/X|unknown service grpc.reflection.v9.ServerReflection" })
	void whenAMethodIsNotOursThenItIsUnimplementedInGosWords(String method, String text) {
		Status status = RawHopCall.of(this.server, method).complete().status();
		assertThat(status.getCode()).isSameAs(Status.Code.UNIMPLEMENTED);
		assertThat(status.getDescription()).isEqualTo(text);
	}

	// Contract section 3.5: any method that is not registered, of the hop's service too.
	@ParameterizedTest
	@ValueSource(strings = { HOP + "/NoSuchMethod", "grpc.health.v1.Health/Check", "pkg.Svc/Do" })
	void whenAMethodIsNobodysThenItIsPassedOn(String method) {
		Status status = RawHopCall.of(this.server, method).complete().status();
		assertThat(status.getCode()).isSameAs(Status.Code.UNKNOWN);
		assertThat(status.getDescription()).isEqualTo("nobody to pass /" + method + " on to");
	}

}
