package dev.daprinvoke.invoke;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

	@Test
	void whenABodyOfKnownLengthIsSmallThenItIsCollected() {
		ApiCall call = read("post", Flux.just(Buffers.of("he"), Buffers.of("llo")), Map.entry("content-length", "5"),
				Map.entry("content-type", "text/plain"));
		assertThat(call.verb()).isSameAs(Verb.POST);
		assertThat(call.contentType()).isEqualTo("text/plain");
		assertThat(call.query()).isEqualTo("a=b");
		assertThat(call.addressed()).isSameAs(CART);
		assertThat(call.body()).isInstanceOf(InvokeBody.Whole.class);
		assertThat(Buffers.text(call.body())).isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { "65537", "99999", "100000", "99999999999999999999", "abc", "-1", "", "+5" })
	void whenTheLengthIsLargeOrOddThenTheBodyStreams(String length) {
		ApiCall call = read("POST", this.body, Map.entry("Content-Length", length));
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

	@Test
	void whenABodyIsTooLargeThenItBreaksOffHoweverItComes() {
		ByteBuf first = Buffers.of("hello");
		StepVerifier.create(request("POST", Flux.just(first), Map.entry("content-length", "5")).read(new BodyLimit(4)))
			.expectError(BodyTooLargeException.class)
			.verify(LIMIT);
		assertThat(first.refCnt()).isZero();
		ApiCall streaming = request("POST", Flux.just(Buffers.of("hello")), Map.entry("transfer-encoding", "chunked"))
			.read(new BodyLimit(4))
			.blockOptional(LIMIT)
			.orElseThrow();
		StepVerifier.create(streaming.body().bytes()).expectError(BodyTooLargeException.class).verify(LIMIT);
	}

	@Test
	void whenTheClientLeavesWhileItsBodyIsCollectedThenWhatCameIsReleased() {
		ByteBuf first = Buffers.of("he");
		var reading = request("POST", this.body, Map.entry("content-length", "5")).read(new BodyLimit(0)).subscribe();
		this.body.next(first);
		reading.dispose();
		assertThat(first.refCnt()).isZero();
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheVerbIsUnknownThenItIsPost() {
		assertThat(read("FOO", this.body).verb()).isSameAs(Verb.POST);
	}

	@SafeVarargs
	private static ApiCall read(String method, Flux<ByteBuf> body, Entry<String, String>... headers) {
		return request(method, body, headers).read(new BodyLimit(0)).blockOptional(LIMIT).orElseThrow();
	}

	@SafeVarargs
	private static ApiRequest request(String method, Flux<ByteBuf> body, Entry<String, String>... headers) {
		return new ApiRequest(CART, method, "a=b", List.of(headers), body, null);
	}

}
