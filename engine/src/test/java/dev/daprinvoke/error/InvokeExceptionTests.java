package dev.daprinvoke.error;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.daprinvoke.message.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

/**
 * The table of contract section 1.7, and what stands in it behind {@code err: }; the
 * status texts towards other sidecars of sections 2.3 to 2.6.
 */
class InvokeExceptionTests {

	private static final PeerException REFUSED = new PeerException(StatusCode.UNAVAILABLE,
			"connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:1: connect: connection refused\"",
			false, null);

	static Stream<Arguments> failures() {
		return Stream.of(of(new AccessDeniedException("", "echo", "GET"), 403,
				"rpc error: code = PermissionDenied desc = access control policy has denied access to id:  operation: echo verb: GET",
				StatusCode.PERMISSION_DENIED,
				"access control policy has denied access to id:  operation: echo verb: GET"),
				of(new InvalidTargetException("invalid app id a.b.c"), 500, "invalid app id a.b.c", StatusCode.INTERNAL,
						"invalid app id a.b.c"),
				of(new UnresolvedException("couldn't find service: cart", null), 500, "couldn't find service: cart",
						StatusCode.INTERNAL, "couldn't find service: cart"),
				of(new RetriesExhaustedException("X", 3, REFUSED), 500,
						"failed to invoke target X after 3 retries. Error: rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:1: connect: connection refused\"",
						StatusCode.UNAVAILABLE,
						"failed to invoke target X after 3 retries. Error: rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:1: connect: connection refused\""),
				of(new PeerException(StatusCode.NOT_FOUND, "gone", true, null), 500,
						"rpc error: code = NotFound desc = gone", StatusCode.NOT_FOUND, "gone"),
				of(new PeerException(StatusCode.PERMISSION_DENIED, "no", true, null), 403,
						"rpc error: code = PermissionDenied desc = no", StatusCode.PERMISSION_DENIED, "no"),
				of(new NoAppChannelException(), 500, "cannot invoke local endpoint: app channel not initialized",
						StatusCode.INTERNAL, "app channel is not initialized"),
				of(new AppCallException("Get \"http://127.0.0.1:6000/x\": EOF", null), 500,
						"Get \"http://127.0.0.1:6000/x\": EOF", StatusCode.INTERNAL,
						"error invoking app channel: Get \"http://127.0.0.1:6000/x\": EOF"),
				of(new BodyTooLargeException(), 500, "stream too large", StatusCode.INTERNAL, "stream too large"),
				of(PeerProtocolException.tooOld("X"), 500,
						"target app 'X' is running a version of Dapr that does not support streaming-based service invocation",
						StatusCode.INTERNAL,
						"target app 'X' is running a version of Dapr that does not support streaming-based service invocation"),
				of(PeerProtocolException.noFrames(), 500, "EOF", StatusCode.INTERNAL, "EOF"),
				of(PeerProtocolException.noStatus(), 500,
						"response does not contain the required fields in the leading chunk", StatusCode.INTERNAL,
						"response does not contain the required fields in the leading chunk"),
				of(PeerProtocolException.wrongSequence(7, 1), 500, "invalid sequence number received: 7 (expected: 1)",
						StatusCode.INTERNAL, "invalid sequence number received: 7 (expected: 1)"),
				of(PeerProtocolException.wrongSequence(-1, 1), 500,
						"invalid sequence number received: 18446744073709551615 (expected: 1)", StatusCode.INTERNAL,
						"invalid sequence number received: 18446744073709551615 (expected: 1)"),
				of(PeerProtocolException.lateMetadata("request"), 500, "request metadata found in non-leading chunk",
						StatusCode.INTERNAL, "request metadata found in non-leading chunk"),
				of(PeerProtocolException.lateMetadata("response"), 500, "response metadata found in non-leading chunk",
						StatusCode.INTERNAL, "response metadata found in non-leading chunk"),
				of(new InvalidMethodException("method contains forbidden character: \"a#\""), 500,
						"rpc error: code = InvalidArgument desc = invalid method: method contains forbidden character: \"a#\"",
						StatusCode.INVALID_ARGUMENT, "invalid method: method contains forbidden character: \"a#\""),
				of(InvalidHopRequestException.missingFields(), 500,
						"parsing InternalInvokeRequest error: request does not contain the required fields in the leading chunk",
						StatusCode.INVALID_ARGUMENT,
						"parsing InternalInvokeRequest error: request does not contain the required fields in the leading chunk"),
				of(InvalidHopRequestException.noFrames(), 500, "EOF", StatusCode.UNKNOWN, "EOF"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenACallFailsThenClientsAndSidecarsSeeTheTextsOfTheContract(InvokeException failure, int http, String message,
			StatusCode code, String description) {
		assertThat(failure).hasMessage(message);
		assertThat(failure.apiStatus()).isEqualTo(http);
		assertThat(failure.code()).isSameAs(code);
		assertThat(failure.description()).isEqualTo(description);
	}

	@Test
	void whenACallFailsThenNoStackTraceIsTaken() {
		assertThat(new NoAppChannelException().getStackTrace()).isEmpty();
		REFUSED.addSuppressed(new IllegalStateException());
		assertThat(REFUSED.getSuppressed()).isEmpty();
	}

	@Test
	void whenAPeerIsUnavailableOrDoesNotKnowUsThenItIsAConnectionFailure() {
		for (StatusCode code : StatusCode.values()) {
			assertThat(new PeerException(code, "", true, null).isConnectionFailure()).as("%s", code)
				.isEqualTo(code == StatusCode.UNAVAILABLE || code == StatusCode.UNAUTHENTICATED);
		}
	}

}
