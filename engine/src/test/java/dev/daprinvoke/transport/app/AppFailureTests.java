package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.ssl.NotSslRecordException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.channel.AbortedException;

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
				of(AbortedException.beforeSend(), "EOF"), of(new ClosedChannelException(), "EOF"),
				of(new BodyTooLargeException(), "readfrom tcp 127.0.0.1:40000->127.0.0.1:6000: stream too large"),
				of(new RuntimeException(new BodyTooLargeException()),
						"readfrom tcp 127.0.0.1:40000->127.0.0.1:6000: stream too large"),
				of(PeerProtocolException.wrongSequence(7, 1), "invalid sequence number received: 7 (expected: 1)"),
				of(new ConnectException("Connection refused: localhost/127.0.0.1:6003"),
						"dial tcp 127.0.0.1:6003: connect: connection refused"),
				of(new ConnectException("Connection refused: localhost/[0:0:0:0:0:0:0:1]:6003"),
						"dial tcp [::1]:6003: connect: connection refused"),
				of(new ConnectException("Connection refused: /[2001:db8:0:0:1:0:0:1]:6003"),
						"dial tcp [2001:db8::1:0:0:1]:6003: connect: connection refused"),
				of(new NoRouteToHostException("No route to host: /[fe80:0:0:0:0:0:0:1%eth0]:6003"),
						"dial tcp [fe80::1%eth0]:6003: connect: no route to host"),
				of(new ConnectTimeoutException("connection timed out after 5000 ms: x/[0:0:0:0:0:ffff:a00:1]:80"),
						"dial tcp 10.0.0.1:80: i/o timeout"),
				of(new NoRouteToHostException("No route to host: /10.0.0.9:80"),
						"dial tcp 10.0.0.9:80: connect: no route to host"),
				of(new UnknownHostException("x"), "dial tcp: lookup 127.0.0.1: no such host"),
				of(new NotSslRecordException("not an SSL/TLS record: 485454502f312e31"),
						"http: server gave HTTP response to HTTPS client"),
				of(new NotSslRecordException("not an SSL/TLS record: 5353482d"),
						"tls: first record does not look like a TLS handshake"),
				of(new SSLHandshakeException("PKIX path building failed: x"),
						"tls: failed to verify certificate: x509: certificate signed by unknown authority"),
				of(new TooLongHttpHeaderException("x"),
						"net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded 4096 bytes; aborted"),
				of(new DecoderException(new IllegalArgumentException("no status")),
						"net/http: HTTP/1.x transport connection broken: malformed HTTP response: no status"),
				of(new IllegalStateException("own words"), "own words"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenTheAppCannotBeCalledThenTheTextIsGos(Throwable error, String reason) {
		AppFailure failures = new AppFailure(HttpOrigin.of(false, "127.0.0.1", 6000), 4096);
		assertThat(failures.of(Verb.POST, "http://127.0.0.1:6000/x?y", LOCAL, error, false))
			.hasMessage("Post \"http://127.0.0.1:6000/x?y\": " + reason)
			.hasCause(error);
		assertThat(failures.of(Verb.GET, "http://127.0.0.1:6000/x", null, new ConnectException(), false))
			.hasMessage("Get \"http://127.0.0.1:6000/x\": dial tcp 127.0.0.1:6000: connect: connection refused");
	}

	@Test
	void whenTheAnswerHasBegunThenItsEndIsUnexpected() {
		AppFailure failures = new AppFailure(HttpOrigin.of(false, "127.0.0.1", 6000), 4096);
		assertThat(failures.of(Verb.GET, "http://127.0.0.1:6000/x", LOCAL, new ClosedChannelException(), true))
			.hasMessage("Get \"http://127.0.0.1:6000/x\": net/http: HTTP/1.x transport connection broken: "
					+ "unexpected EOF");
		assertThat(failures.ofBody(LOCAL, new ClosedChannelException())).hasMessage("unexpected EOF");
		assertThat(failures.ofBody(new InetSocketAddress("::1", 40000), new IOException("Connection reset by peer")))
			.hasMessage("read tcp [::1]:40000->127.0.0.1:6000: read: connection reset by peer");
		assertThat(failures.ofBody(LOCAL, new IOException("Connection reset by peer")))
			.hasMessage("read tcp 127.0.0.1:40000->127.0.0.1:6000: read: connection reset by peer");
	}

}
