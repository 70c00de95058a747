package dev.daprinvoke.transport.frame;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.protocol.common.HTTPExtension;
import dev.daprinvoke.protocol.internals.APIVersion;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.Frames;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contract sections 2.2 and 2.3.
 */
class HopMessagesTests {

	@Test
	void whenARequestTravelsThenItArrivesAsItWas() {
		InvokeHeaders headers = new InvokeHeaders().add("X-One", "1").add("X-Two", "2").add("X-One", "3");
		InvokeRequest request = new InvokeRequest(Calls.app("cart"), MethodPath.of("a/b"), Verb.PUT, "q=1&r",
				"text/plain", "type.example/T", headers, InvokeBody.EMPTY);
		InternalInvokeRequest head = Heads.generated(RequestHead.of(request));
		assertThat(head.getVer()).isSameAs(APIVersion.V1);
		assertThat(head.getMetadataMap()).containsOnlyKeys("X-One", "X-Two");
		assertThat(head.getMetadataMap().get("X-One")).isEqualTo(Frames.values("1", "3"));
		assertThat(head.getMessage().getHttpExtension().getVerb()).isSameAs(HTTPExtension.Verb.PUT);
		assertThat(head.getMessage().getData()).isEqualTo(Any.newBuilder().setTypeUrl("type.example/T").build());
		InvokeRequest arrived = RequestHead.of(head).request(request.target(), request.method(), InvokeBody.EMPTY);
		assertThat(arrived).usingRecursiveComparison().ignoringFields("headers").isEqualTo(request);
		assertThat(arrived.headers()).hasToString("[X-One: 1, X-One: 3, X-Two: 2]");
	}

	@Test
	void whenARequestOfHttpOriginHasNoBodyThenTheMessageHasNoData() {
		InternalInvokeRequest head = Heads.generated(RequestHead.of(Calls.get()));
		assertThat(head.getMessage().hasData()).isFalse();
		assertThat(head.getMessage().getContentType()).isEmpty();
	}

	@Test
	void whenThereIsNoHttpExtensionThenThereIsNoVerb() {
		InternalInvokeRequest head = Heads.generated(RequestHead.of(Calls.request(null, "m", InvokeBody.EMPTY)));
		assertThat(head.getMessage().hasHttpExtension()).isFalse();
		InvokeRequest arrived = RequestHead.of(head).request(Calls.app("cart"), MethodPath.ROOT, InvokeBody.EMPTY);
		assertThat(arrived.verb()).isNull();
		assertThat(arrived.query()).isEmpty();
		assertThat(arrived.contentType()).isNull();
	}

	@Test
	void whenTheVerbIsUnknownThenItIsNone() {
		InternalInvokeRequest.Builder head = Frames.request(HTTPExtension.Verb.GET, "m");
		head.getMessageBuilder().getHttpExtensionBuilder().setVerbValue(77);
		assertThat(RequestHead.of(head.build()).request(Calls.app("cart"), MethodPath.ROOT, InvokeBody.EMPTY).verb())
			.isSameAs(Verb.NONE);
	}

	@Test
	void whenACallIsUnaryThenTheBodyIsInTheMessage() {
		InternalInvokeRequest request = HopMessages.unary(Calls.get(), io.netty.buffer.Unpooled.wrappedBuffer(bytes()));
		assertThat(request.getMessage().getData().getValue()).isEqualTo(ByteString.copyFrom(bytes()));
		assertThat(Buffers.text(HopMessages.body(request.getMessage().getData()))).isEqualTo("body");
		InternalInvokeResponse response = HopMessages.unary(Calls.response(200, InvokeBody.EMPTY),
				io.netty.buffer.Unpooled.wrappedBuffer(bytes()));
		assertThat(response.getMessage().getData().getValue()).isEqualTo(ByteString.copyFrom(bytes()));
	}

	private static byte[] bytes() {
		return new byte[] { 'b', 'o', 'd', 'y' };
	}

	@Test
	void whenAResponseTravelsThenItArrivesAsItWas() {
		InvokeResponse response = new InvokeResponse(404, null,
				new InvokeHeaders().add("Set-Cookie", "a").add("Set-Cookie", "b"), InvokeBody.EMPTY);
		InternalInvokeResponse head = Heads.generated(ResponseHead.of(response));
		assertThat(head.hasStatus()).isTrue();
		assertThat(head.getMessage().hasData()).isFalse();
		InvokeResponse arrived = ResponseHead.of(head).response(InvokeBody.EMPTY);
		assertThat(arrived).usingRecursiveComparison().ignoringFields("headers").isEqualTo(response);
		assertThat(arrived.headers()).hasToString("[Set-Cookie: a, Set-Cookie: b]");
	}

}
