package dev.daprinvoke.transport.proxy;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Contract section 3.5: what of a call's metadata goes on. */
class ProxiedHeadTests {

	private static final AsciiString CALLER = AsciiString.cached("dapr-caller-app-id");

	private final Http2Headers received = new DefaultHttp2Headers().method("POST")
		.path("/fix.Echo/Unary")
		.scheme("https")
		.authority("me")
		.add(CALLER, "forged");

	private final ProxiedHead head = new ProxiedHead(this.received, null);

	@Test
	void whenMetadataWasChangedThenWhatTheClientSentIsNotFoundAnyMore() {
		assertThat(this.head.first(CALLER)).isEqualTo("forged");
		this.head.set(CALLER, "shop");
		assertThat(this.head.first(CALLER)).isEqualTo("shop");
		this.head.remove(CALLER);
		assertThat(this.head.first(CALLER)).isNull();
	}

	@Test
	void whenHeadersGoOnThenThoseOfTheConnectionDoNot() {
		this.received.add("content-length", "7")
			.add("te", "trailers")
			.add("grpc-timeout", "1S")
			.add("x-custom", "1")
			.add("x-custom", "2");
		Http2Headers sent = this.head.toSend("http", "cart:1", -1);
		assertThat(sent.contains("content-length")).isFalse();
		assertThat(sent.contains("grpc-timeout")).isFalse();
		assertThat(sent.getAll("te")).hasSize(1);
		assertThat(sent.getAll("x-custom")).hasToString("[1, 2]");
		assertThat(sent.scheme()).hasToString("http");
		assertThat(sent.authority()).hasToString("cart:1");
	}

}
