package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.channel.AbortedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Resending}: what may go out again, and what never may.
 */
class ResendingTests {

	private final AnswerCodec codec = new AnswerCodec(new HttpDecoderConfig(), (channel) -> {
	});

	private final EmbeddedChannel connection = new EmbeddedChannel(this.codec);

	@AfterEach
	void end() {
		this.connection.finishAndReleaseAll();
	}

	@Test
	void whenTheConnectionIsNotConnectedYetThenARequestGoesOutAgainUnlessItIsSent() {
		this.codec.begin();
		assertThat(Resending.isRight(this.codec, new NotYetConnectedException())).isTrue();
		send();
		assertThat(Resending.isRight(this.codec, new NotYetConnectedException())).isFalse();
	}

	@Test
	void whenAConnectionThatServedBeforeEndsThenARequestGoesOutAgainUnlessItIsSent() {
		this.codec.begin();
		send();
		this.codec.begin();
		assertThat(Resending.isRight(this.codec, new IOException("reset"))).isTrue();
		assertThat(Resending.isRight(this.codec, AbortedException.beforeSend())).isTrue();
		assertThat(Resending.isRight(this.codec, new IllegalStateException())).isFalse();
		send();
		assertThat(Resending.isRight(this.codec, new IOException("reset"))).isFalse();
	}

	@Test
	void whenAFreshConnectionEndsThenTheRequestDoesNotGoOutAgain() {
		this.codec.begin();
		assertThat(Resending.isRight(this.codec, new IOException("reset"))).isFalse();
	}

	@Test
	void whenCallsShareAConnectionThenOnlyItsErrorSaysWhetherARequestIsSent() {
		assertThat(Resending.isUnsent(new NotYetConnectedException())).isTrue();
		assertThat(Resending.isUnsent(AbortedException.beforeSend())).isTrue();
		assertThat(Resending.isUnsent(new AbortedException("Connection has been closed"))).isFalse();
		assertThat(Resending.isUnsent(new IOException("reset"))).isFalse();
	}

	private void send() {
		this.connection.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
	}

}
