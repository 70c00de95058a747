package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.stream.Stream;

import io.netty.channel.ConnectTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.error.PeerProtocolException;
import dev.daprinvoke.message.Verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

/**
 * Contract section 1.7, fixtures hop-response/app-down,
 * client-view/err-body-too-large-self.
 */
class AppFailureTests {

	private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 40000);

	static Stream<Arguments> failures() {
		return Stream.of(of(new ConnectException("x"), "dial tcp 127.0.0.1:6000: connect: connection refused"),
				of(new ConnectTimeoutException("x"), "dial tcp 127.0.0.1:6000: i/o timeout"),
				of(new IOException("Connection reset by peer"),
						"read tcp 127.0.0.1:40000->127.0.0.1:6000: read: connection reset by peer"),
				of(new BodyTooLargeException(), "readfrom tcp 127.0.0.1:40000->127.0.0.1:6000: stream too large"),
				of(new RuntimeException(new BodyTooLargeException()),
						"readfrom tcp 127.0.0.1:40000->127.0.0.1:6000: stream too large"),
				of(PeerProtocolException.wrongSequence(7, 1), "invalid sequence number received: 7 (expected: 1)"),
				of(new IllegalStateException("own words"), "own words"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenTheAppCannotBeCalledThenTheTextIsGos(Throwable error, String reason) {
		AppFailure failures = new AppFailure("127.0.0.1:6000");
		assertThat(failures.of(Verb.POST, "http://127.0.0.1:6000/x?y", LOCAL, error))
			.hasMessage("Post \"http://127.0.0.1:6000/x?y\": " + reason)
			.hasCause(error);
		assertThat(failures.of(Verb.GET, "http://127.0.0.1:6000/x", null, new ConnectException()))
			.hasMessage("Get \"http://127.0.0.1:6000/x\": dial tcp 127.0.0.1:6000: connect: connection refused");
	}

}
