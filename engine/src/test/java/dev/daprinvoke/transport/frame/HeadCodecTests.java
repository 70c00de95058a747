package dev.daprinvoke.transport.frame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.GrpcEnd;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.protocol.common.HTTPExtension;
import dev.daprinvoke.protocol.internals.Actor;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.protocol.internals.Status;
import dev.daprinvoke.testkit.Frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Heads are what generated messages make of the same bytes, and the other way round
 * (contract section 2.2).
 */
class HeadCodecTests {

	private static final List<String> TEXTS = List.of("", "a", "Content-Type", "x".repeat(127), "x".repeat(128),
			"y".repeat(5_000), "Zürich", "数", "\uD83D\uDE00", "\u0000", "\uFFFD");

	private final RequestHeadCodec requests = new RequestHeadCodec();

	private final ResponseHeadCodec responses = new ResponseHeadCodec();

	private final Random random = new Random(20261121);

	@Test
	void whenRequestHeadsAreWrittenThenTheBytesAreThoseOfGeneratedMessages() {
		for (int round = 0; round < 500; round++) {
			InternalInvokeRequest.Builder generated = request(1);
			generated.getMessageBuilder().setMethod(text());
			if (!generated.getMessage().getData().getTypeUrl().isEmpty()) {
				generated.getMessageBuilder().getDataBuilder().clearValue();
			}
			else {
				generated.getMessageBuilder().clearData();
			}
			generated.clearActor();
			InternalInvokeRequest message = generated.build();
			assertThat(Heads.bytes(RequestHead.of(message))).isEqualTo(message.toByteArray());
		}
	}

	@Test
	void whenResponseHeadsAreWrittenThenTheBytesAreThoseOfGeneratedMessages() {
		for (int round = 0; round < 500; round++) {
			InternalInvokeResponse.Builder generated = response(1).clearTrailers();
			if (generated.hasStatus()) {
				generated.getStatusBuilder().clearMessage().clearDetails();
			}
			if (generated.hasMessage()) {
				generated.getMessageBuilder().clearData();
			}
			InternalInvokeResponse message = generated.build();
			assertThat(Heads.bytes(ResponseHead.of(message))).isEqualTo(message.toByteArray());
		}
	}

	@Test
	void whenHeadsAreReadThenTheySayWhatGeneratedMessagesSay() {
		for (int round = 0; round < 1_000; round++) {
			assertReadAsGenerated(twice(request().build(), request().build()), InternalInvokeRequest.parser(),
					RequestHead::of, this.requests);
			assertReadAsGenerated(twice(response().build(), response().build()), InternalInvokeResponse.parser(),
					ResponseHead::of, this.responses);
		}
	}

	@Test
	void whenBytesAreMutatedThenBothRefuseThemOrReadTheSame() {
		int read = 0;
		for (int round = 0; round < 20_000; round++) {
			byte[] request = mutated(small(request()).build().toByteArray());
			read += assertReadAsGenerated(request, InternalInvokeRequest.parser(), RequestHead::of, this.requests);
			byte[] response = mutated(response().clearHeaders().build().toByteArray());
			read += assertReadAsGenerated(response, InternalInvokeResponse.parser(), ResponseHead::of, this.responses);
		}
		assertThat(read).isBetween(4_000, 36_000);
	}

	@Test
	void whenBytesAreRandomThenBothRefuseThemOrReadTheSame() {
		for (int round = 0; round < 40_000; round++) {
			byte[] bytes = new byte[this.random.nextInt(24)];
			this.random.nextBytes(bytes);
			assertReadAsGenerated(bytes, InternalInvokeRequest.parser(), RequestHead::of, this.requests);
			assertReadAsGenerated(bytes, InternalInvokeResponse.parser(), ResponseHead::of, this.responses);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 31, 32, 33, 2_000 })
	void whenThereAreManyHeadersThenNothingIsLost(int count) throws IOException {
		InvokeHeaders headers = new InvokeHeaders();
		for (int i = 0; i < count; i++) {
			headers.add("X-" + i % 20, "value " + i);
		}
		byte[] bytes = Heads.bytes(new RequestHead(1, true, true, headers, "m", Verb.GET, "", "", "", false));
		assertThat(sorted(this.requests.read(bytes).headers())).isEqualTo(sorted(headers));
		assertThat(InternalInvokeRequest.parseFrom(bytes).getMetadataMap().get("X-0").getValuesList())
			.startsWith("value 0", "value 20");
	}

	@Test
	void whenNamesAreRepeatedThenTheLastOnesCount() throws IOException {
		ByteString.Output all = ByteString.newOutput();
		for (int i = 0; i < 8_000; i++) {
			InternalInvokeRequest.newBuilder()
				.putMetadata("x" + i % 4_000, Frames.values(String.valueOf(i)))
				.build()
				.writeTo(all);
		}
		InvokeHeaders headers = this.requests.read(all.toByteString().toByteArray()).headers();
		assertThat(headers.size()).isEqualTo(4_000);
		assertThat(headers.first("x7")).isEqualTo("4007");
	}

	// Each name and value costs far more memory than its bytes: a frame of 4 MiB could
	// otherwise end a process of 64 MB.
	@Test
	void whenThereAreMoreNamesAndValuesThanHttpEverHasThenTheHeadIsRefused() {
		InternalInvokeRequest.Builder names = InternalInvokeRequest.newBuilder();
		for (int i = 0; i < HeadReader.MOST_TEXTS; i++) {
			names.putMetadata("x" + i, Frames.values());
		}
		assertThatNoException().isThrownBy(() -> this.requests.read(names.build().toByteArray()));
		byte[] tooMany = names.putMetadata("one more", Frames.values()).build().toByteArray();
		assertThatIOException().isThrownBy(() -> this.requests.read(tooMany))
			.withMessage("a head has more than 16384 names and values");
		byte[] values = InternalInvokeResponse.newBuilder()
			.putHeaders("x", Frames.values("x".repeat(HeadReader.MOST_TEXTS).split("")))
			.build()
			.toByteArray();
		assertThatIOException().isThrownBy(() -> this.responses.read(values));
	}

	@Test
	void whenMetadataHaveNoValuesThenTheHeadIsCompleteAllTheSame() throws IOException {
		RequestHead head = this.requests.read(Frames.request(HTTPExtension.Verb.GET, "m")
			.putMetadata("User-Agent", Frames.values())
			.build()
			.toByteArray());
		assertThat(head.isComplete()).isTrue();
		assertThat(head.headers().isEmpty()).isTrue();
		assertThat(this.requests.read(new byte[0]).isComplete()).isFalse();
		assertThat(this.requests.read(new byte[0]).isEmpty()).isTrue();
		assertThat(this.responses.read(new byte[0]).isEmpty()).isTrue();
		assertThat(Heads.bytes(ResponseHead.EMPTY)).isEmpty();
	}

	private static <M extends MessageLite, H> int assertReadAsGenerated(byte[] bytes, Parser<M> parser,
			Function<M, H> toHead, HeadCodec<H> codec) {
		Object expected = read(() -> toHead.apply(parser.parseFrom(bytes)));
		Object actual = read(() -> codec.read(bytes));
		assertThat(comparable(actual)).as(() -> java.util.HexFormat.of().formatHex(bytes))
			.isEqualTo(comparable(expected));
		return "refused".equals(actual) ? 0 : 1;
	}

	private interface Read {

		Object read() throws IOException;

	}

	private static Object read(Read read) {
		try {
			return read.read();
		}
		catch (IOException ex) {
			return "refused";
		}
	}

	private static String end(@Nullable GrpcEnd end) {
		return (end == null) ? ""
				: " " + end.message() + sorted(end.trailers())
						+ end.details()
							.stream()
							.map((detail) -> detail.typeUrl() + HexFormat.of().formatHex(detail.value()))
							.toList();
	}

	// Of a name that came twice, the generated map keeps the first's place.
	private static String comparable(Object head) {
		if (head instanceof RequestHead request) {
			return sorted(request.headers()) + " "
					+ new RequestHead(request.version(), request.hasMetadata(), request.hasMessage(),
							new InvokeHeaders(0), request.method(), request.verb(), request.query(),
							request.contentType(), request.typeUrl(), request.hasData());
		}
		if (head instanceof ResponseHead response) {
			return sorted(response.headers()) + " " + response.status() + response.hasStatus() + response.contentType()
					+ response.typeUrl() + end(response.end());
		}
		return head.toString();
	}

	private static List<String> sorted(InvokeHeaders headers) {
		List<String> names = new ArrayList<>();
		headers.forEach((name, value) -> {
			if (!names.contains(name)) {
				names.add(name);
			}
		});
		names.sort(null);
		List<String> lines = new ArrayList<>();
		for (String name : names) {
			headers.forEach((candidate, value) -> {
				if (candidate.equals(name)) {
					lines.add(name + ": " + value);
				}
			});
		}
		return lines;
	}

	private static byte[] twice(MessageLite first, MessageLite second) {
		return first.toByteString().concat(second.toByteString()).toByteArray();
	}

	private byte[] mutated(byte[] bytes) {
		for (int i = this.random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt();
		}
		return (this.random.nextInt(8) == 0) ? java.util.Arrays.copyOf(bytes, this.random.nextInt(bytes.length + 1))
				: bytes;
	}

	private String text() {
		return TEXTS.get(this.random.nextInt(TEXTS.size()));
	}

	private boolean chance() {
		return this.random.nextBoolean();
	}

	private InternalInvokeRequest.Builder small(InternalInvokeRequest.Builder request) {
		if (request.getMetadataCount() > 1) {
			request.clearMetadata();
		}
		return request;
	}

	private InternalInvokeRequest.Builder request() {
		return request(0);
	}

	private InternalInvokeRequest.Builder request(int leastValues) {
		InternalInvokeRequest.Builder request = InternalInvokeRequest.newBuilder()
			.setVerValue(this.random.nextInt(4) - 1);
		for (int i = this.random.nextInt(4); i > 0; i--) {
			request.putMetadata(text(), Frames.values(values(leastValues)));
		}
		if (chance()) {
			request.getMessageBuilder().setMethod(text()).setContentType(text());
			if (chance()) {
				request.getMessageBuilder()
					.setData(Any.newBuilder().setTypeUrl(text()).setValue(ByteString.copyFromUtf8(text())));
			}
			if (chance()) {
				request.getMessageBuilder()
					.setHttpExtension(
							HTTPExtension.newBuilder().setVerbValue(this.random.nextInt(10)).setQuerystring(text()));
			}
		}
		if (this.random.nextInt(4) == 0) {
			request.setActor(Actor.newBuilder().setActorId(text()));
		}
		return request;
	}

	private InternalInvokeResponse.Builder response() {
		return response(0);
	}

	private InternalInvokeResponse.Builder response(int leastValues) {
		InternalInvokeResponse.Builder response = InternalInvokeResponse.newBuilder();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			response.putHeaders(text(), Frames.values(values(leastValues)));
		}
		if (chance()) {
			response.setStatus(Status.newBuilder()
				.setCode(chance() ? 200 : -this.random.nextInt(5))
				.setMessage(text())
				.addDetails(Any.newBuilder().setTypeUrl(text())));
		}
		if (chance()) {
			response.getMessageBuilder().setContentType(text());
		}
		if (this.random.nextInt(4) == 0) {
			response.putTrailers(text(), Frames.values(values(leastValues)));
		}
		return response;
	}

	private String[] values(int least) {
		String[] values = new String[least + this.random.nextInt(4)];
		for (int i = 0; i < values.length; i++) {
			values[i] = text();
		}
		return values;
	}

}
