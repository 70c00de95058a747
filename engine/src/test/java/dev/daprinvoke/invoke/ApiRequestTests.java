package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.Addressed;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.ManualBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract section 1.5.
 */
class ApiRequestTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Addressed CART = new Addressed("cart", "items", Addressed.Form.PATH);

	private final ManualBody body = new ManualBody();

	@ParameterizedTest
	@ValueSource(strings = { "1", "5", "65536", "65537", "99999999999999999999", "abc", "-1", "", "+5" })
	void whenThereIsALengthThenTheBodyStreamsUntouched(String length) {
		ApiCall call = read("post", this.body, Map.entry("content-length", length),
				Map.entry("content-type", "text/plain"));
		assertThat(call.verb()).isSameAs(Verb.POST);
		assertThat(call.contentType()).isEqualTo("text/plain");
		assertThat(call.query()).isEqualTo("a=b");
		assertThat(call.addressed()).isSameAs(CART);
		assertThat(call.body()).isInstanceOf(InvokeBody.Streaming.class);
		assertThat(this.body.isSubscribed()).isFalse();
	}

	@Test
	void whenTheLengthIsUnknownThenTheBodyStreamsIfThereIsOne() {
		assertThat(read("POST", this.body, Map.entry("Transfer-Encoding", "chunked")).body())
			.isInstanceOf(InvokeBody.Streaming.class);
		assertThat(read("POST", this.body).body()).isSameAs(InvokeBody.EMPTY);
		assertThat(read("POST", this.body, Map.entry("content-length", "0")).body()).isSameAs(InvokeBody.EMPTY);
		assertThat(this.body.isSubscribed()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "content-length, 5", "transfer-encoding, chunked" })
	void whenABodyIsTooLargeThenItBreaksOffHoweverItComes(String name, String value) {
		ByteBuf first = Buffers.of("hello");
		InvokeBody body = request("POST", Flux.just(first), Map.entry(name, value)).read(new BodyLimit(4)).body();
		StepVerifier.create(body.bytes()).expectError(BodyTooLargeException.class).verify(LIMIT);
		assertThat(first.refCnt()).isZero();
	}

	@Test
	void whenTheVerbIsUnknownThenItIsPost() {
		assertThat(read("FOO", this.body).verb()).isSameAs(Verb.POST);
	}

	@SafeVarargs
	private static ApiCall read(String method, Flux<ByteBuf> body, Entry<String, String>... headers) {
		return request(method, body, headers).read(new BodyLimit(0));
	}

	@SafeVarargs
	private static ApiRequest request(String method, Flux<ByteBuf> body, Entry<String, String>... headers) {
		return new ApiRequest(CART, method, "a=b", List.of(headers), body, null);
	}

}
