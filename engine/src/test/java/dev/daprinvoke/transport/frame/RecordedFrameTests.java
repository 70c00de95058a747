package dev.daprinvoke.transport.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.protocol.internals.InternalInvokeRequest;
import dev.daprinvoke.protocol.internals.InternalInvokeResponse;
import dev.daprinvoke.recording.DecodedForm;
import dev.daprinvoke.recording.RecordedMessage;
import dev.daprinvoke.recording.Recording;
import dev.daprinvoke.target.InvokeTarget;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.target.Namespace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every message that real sidecars exchanged, through our own reading and writing.
 */
class RecordedFrameTests {

	private static final InvokeTarget SELF = InvokeTarget.parse("callee", new Namespace("default"));

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("requestFrames")
	void whenARequestFrameIsReadThenItIsWhatWasRecordedAndIsWrittenTheSame(Recording recording, RecordedMessage message)
			throws IOException {
		roundTrip("request", InternalInvokeRequest.parser(), message);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("responseFrames")
	void whenAResponseFrameIsReadThenItIsWhatWasRecordedAndIsWrittenTheSame(Recording recording,
			RecordedMessage message) throws IOException {
		roundTrip("response", InternalInvokeResponse.parser(), message);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("requestHeads")
	void whenARequestBecomesOurMessageThenItsHeadIsWrittenTheSame(Recording recording, InternalInvokeRequest head)
			throws IOException {
		InvokeRequest request = new RequestHeadCodec().read(head.toByteArray())
			.request(SELF, MethodPath.of(head.getMessage().getMethod()), InvokeBody.EMPTY);
		InternalInvokeRequest again = Heads.generated(RequestHead.of(request));
		assertThat(DecodedForm.of(again)).isEqualTo(DecodedForm.of(head));
		assertThat(again.getSerializedSize()).isEqualTo(head.getSerializedSize());
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("responseHeads")
	void whenAResponseBecomesOurMessageThenItsHeadIsWrittenTheSame(Recording recording, InternalInvokeResponse head)
			throws IOException {
		InvokeResponse response = new ResponseHeadCodec().read(head.toByteArray()).response(InvokeBody.EMPTY);
		InternalInvokeResponse again = Heads.generated(ResponseHead.of(response));
		assertThat(DecodedForm.of(again)).isEqualTo(DecodedForm.of(head));
		assertThat(again.getSerializedSize()).isEqualTo(head.getSerializedSize());
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("unaryMessages")
	void whenAUnaryMessageBecomesOursThenItIsWrittenTheSame(Recording recording, Message message) {
		Message again = (message instanceof InternalInvokeRequest request) ? unary(request)
				: unary((InternalInvokeResponse) message);
		assertThat(DecodedForm.of(again)).isEqualTo(DecodedForm.of(message));
		assertThat(again.getSerializedSize()).isEqualTo(message.getSerializedSize());
	}

	private static Message unary(InternalInvokeRequest head) {
		InvokeBody.Whole body = HopMessages.body(head.getMessage().getData());
		MethodPath method = MethodPath.of(head.getMessage().getMethod());
		InvokeRequest request = RequestHead.of(head).request(SELF, method, body);
		return head.getMessage().hasData() ? HopMessages.unary(request, body.content())
				: Heads.generated(RequestHead.of(request));
	}

	private static Message unary(InternalInvokeResponse head) {
		InvokeBody.Whole body = HopMessages.body(head.getMessage().getData());
		return HopMessages.unary(ResponseHead.of(head).response(body), body.content());
	}

	private static <H extends Message> void roundTrip(String kind, Parser<H> heads, RecordedMessage message)
			throws IOException {
		FrameMarshaller<H> marshaller = new FrameMarshaller<>(new GeneratedHeads<>(heads),
				PooledByteBufAllocator.DEFAULT);
		HopFrame<H> frame = marshaller.parse(new ByteArrayInputStream(message.bytes()));
		assertThat(decoded(kind, frame)).isEqualTo(message.decoded());

		byte[] written = write(marshaller, frame);
		assertThat(written).hasSameSizeAs(message.bytes());
		HopFrame<H> again = marshaller.parse(new ByteArrayInputStream(written));
		assertThat(decoded(kind, again)).isEqualTo(message.decoded());
		again.discard();
	}

	private static <H extends MessageLite> byte[] write(FrameMarshaller<H> marshaller, HopFrame<H> frame)
			throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (EncodedFrame encoded = (EncodedFrame) marshaller.stream(frame)) {
			int announced = encoded.available();
			encoded.drainTo(out);
			assertThat(out.size()).isEqualTo(announced);
		}
		ByteBuf data = frame.data();
		assertThat(data == null || data.refCnt() == 0 || data.capacity() == 0).isTrue();
		return out.toByteArray();
	}

	private static Map<String, Object> decoded(String kind, HopFrame<? extends Message> frame) {
		Map<String, Object> decoded = new TreeMap<>();
		Message head = frame.head();
		if (head != null) {
			decoded.put(kind, DecodedForm.of(head));
		}
		ByteBuf data = frame.data();
		if (data != null) {
			Map<String, Object> payload = new LinkedHashMap<>();
			if (data.isReadable()) {
				payload.put("data", DecodedForm.bytes(ByteBufUtil.getBytes(data)));
			}
			if (frame.seq() != 0) {
				payload.put("seq", frame.seq());
			}
			decoded.put("payload", payload);
		}
		return decoded;
	}

	private static Stream<Arguments> requestFrames() {
		return messages("InternalInvokeRequestStream");
	}

	private static Stream<Arguments> responseFrames() {
		return messages("InternalInvokeResponseStream");
	}

	/**
	 * What a real caller of HTTP origin said: the other origin belongs to the gRPC API.
	 */
	private static Stream<Arguments> requestHeads() {
		return recordings("hop-request").filter((recording) -> !recording.name().startsWith("grpc-origin"))
			.flatMap((recording) -> ofType(recording, "InternalInvokeRequestStream")
				.map((message) -> head(InternalInvokeRequest.parser(), message))
				.flatMap(Stream::ofNullable)
				.map((head) -> Arguments.of(recording, head)));
	}

	/** What a real callee of an HTTP app answered. */
	private static Stream<Arguments> responseHeads() {
		return recordings("hop-response").flatMap((recording) -> ofType(recording, "InternalInvokeResponseStream")
			.map((message) -> head(InternalInvokeResponse.parser(), message))
			.flatMap(Stream::ofNullable)
			.filter((head) -> head.getStatus().getCode() >= 100)
			.map((head) -> Arguments.of(recording, head)));
	}

	private static Stream<Arguments> unaryMessages() {
		return Stream.concat(recordings("hop-request"), recordings("hop-response"))
			.flatMap((recording) -> Stream
				.concat(ofType(recording, "InternalInvokeRequest").map(parse(InternalInvokeRequest.parser())),
						ofType(recording, "InternalInvokeResponse").map(parse(InternalInvokeResponse.parser())))
				.map((message) -> Arguments.of(recording, message)));
	}

	private static <M extends Message> Function<RecordedMessage, M> parse(Parser<M> parser) {
		return (message) -> {
			try {
				return parser.parseFrom(message.bytes());
			}
			catch (IOException ex) {
				throw new AssertionError(message.toString(), ex);
			}
		};
	}

	private static <H extends Message> H head(Parser<H> heads, RecordedMessage message) {
		HopFrame<H> frame = new FrameMarshaller<>(new GeneratedHeads<>(heads), PooledByteBufAllocator.DEFAULT)
			.parse(new ByteArrayInputStream(message.bytes()));
		frame.discard();
		return frame.head();
	}

	private static Stream<Arguments> messages(String type) {
		return Stream.concat(recordings("hop-request"), recordings("hop-response"))
			.flatMap((recording) -> ofType(recording, type).map((message) -> Arguments.of(recording, message)));
	}

	private static Stream<Recording> recordings(String folder) {
		return Recording.all(folder).stream();
	}

	private static Stream<RecordedMessage> ofType(Recording recording, String type) {
		return recording.messages().stream().filter((message) -> message.type().equals(type));
	}

}
