package dev.daprinvoke.message;

import java.util.Base64;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * W3C Trace Context, and Dapr's binary form of it (platform contract, section 5.1).
 */
class TraceContextTests {

	private static final String TEXT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String BINARY = "00000af7651916cd43dd8448eb211c80319c01b7ad6b71692033310201";

	private static final String BASE64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(BINARY));

	@Test
	void whenAContextIsReadThenBothFormsSayTheSame() {
		TraceContext read = TraceContext.parse(TEXT, "a=1,b=2");
		assertThat(read).isNotNull();
		assertThat(read.traceparent()).isEqualTo(TEXT);
		assertThat(read.binary()).asHexString().isEqualToIgnoringCase(BINARY);
		assertThat(read.isSampled()).isTrue();
		assertThat(read.state()).isEqualTo("a=1,b=2");
		TraceContext binary = TraceContext.ofBinary(HexFormat.of().parseHex(BINARY));
		assertThat(binary).hasToString(TEXT);
	}

	@ParameterizedTest
	@CsvSource({ "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, 00",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff, 03",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02, 02",
			"cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-09, 01",
			"fe-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be-like, 01" })
	void whenTheVersionIsNewerOrFlagsAreUnknownThenOnlyWhatIsDefinedGoesOn(String header, String flags) {
		assertThat(TraceContext.parse(header))
			.hasToString("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-" + flags);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
			"cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.extra",
			"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"0g-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
			"00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
			"00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"00-0af7651916cd43dd8448eb211c80319cab7ad6b7169203331-01",
			"00-00000000000000000000000000000000-0000000000000000-00" })
	void whenTheHeaderIsNotValidThenThereIsNoContext(String header) {
		assertThat(TraceContext.parse(header)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "01000af7651916cd43dd8448eb211c80319c01b7ad6b71692033310201",
			"00010af7651916cd43dd8448eb211c80319c01b7ad6b71692033310201",
			"00000af7651916cd43dd8448eb211c80319c02b7ad6b71692033310201",
			"00000af7651916cd43dd8448eb211c80319c01b7ad6b71692033310101",
			"00000af7651916cd43dd8448eb211c80319c01b7ad6b716920333102",
			"0000000000000000000000000000000000000100000000000000000200" })
	void whenTheBinaryFormIsNotValidThenThereIsNoContext(String hex) {
		assertThat(TraceContext.ofBinary(HexFormat.of().parseHex(hex))).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a=1", "a=1, b=2", "a=1,,b=2", "tenant@system=x y;z", "0a@sys=1", "rojo=00f067aa0ba902b7" })
	void whenTheStateIsValidThenItGoesOnAsItIs(String state) {
		assertThat(TraceContext.parse(TEXT, state)).extracting(TraceContext::state).isEqualTo(state);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "A=1", "a=", "=1", "a=1,a=2", "a=b=c", "a=\u00e9", "a@=1", "a@b@c=1" })
	void whenTheStateIsNotValidThenItIsPassedOver(String state) {
		assertThat(TraceContext.parse(TEXT, state)).extracting(TraceContext::state).isEqualTo("");
	}

	@Test
	void whenTheStateHasTooManyMembersThenItIsPassedOver() {
		StringBuilder state = new StringBuilder("k0=v");
		for (int i = 1; i < 32; i++) {
			state.append(",k").append(i).append("=v");
		}
		assertThat(TraceContext.parse(TEXT, state.toString())).extracting(TraceContext::state)
			.isEqualTo(state.toString());
		assertThat(TraceContext.parse(TEXT, state + ",more=v")).extracting(TraceContext::state).isEqualTo("");
	}

	@Test
	void whenATraceGoesOnThenOnlyTheSpanIsNew() {
		TraceContext parent = TraceContext.parse(TEXT, "a=1");
		assertThat(parent).isNotNull();
		TraceContext child = parent.child(0x10);
		assertThat(child).hasToString("00-0af7651916cd43dd8448eb211c80319c-0000000000000010-01");
		assertThat(child.state()).isEqualTo("a=1");
	}

	@Test
	void whenATraceBeginsThenItIsWrittenWithAllItsDigits() {
		assertThat(TraceContext.root(0x1L, 0x8000000000000002L, 0x3L, false))
			.hasToString("00-00000000000000018000000000000002-0000000000000003-00");
	}

	@Test
	void whenTheCallIsOfGrpcOriginThenItsBinaryFormCountsFirst() {
		InvokeHeaders grpc = new InvokeHeaders().add("content-type", "application/grpc+proto")
			.add("traceparent", TEXT.replace("b7ad", "aaaa"))
			.add("grpc-trace-bin", BASE64);
		assertThat(TraceContext.in(grpc)).hasToString(TEXT);
		assertThat(TraceContext.inGrpcMetadata(grpc)).hasToString(TEXT);
		grpc.set("grpc-trace-bin", "no base64!");
		assertThat(TraceContext.in(grpc)).hasToString(TEXT.replace("b7ad", "aaaa"));
		assertThat(TraceContext.inGrpcMetadata(grpc)).isNull();
	}

	@Test
	void whenTheCallIsOfHttpOriginThenTheBinaryFormDoesNotCount() {
		InvokeHeaders http = new InvokeHeaders().add("Content-Type", "application/grpc")
			.add("Traceparent", TEXT)
			.add("Grpc-Trace-Bin", BASE64.replace('A', 'B'));
		assertThat(TraceContext.in(http)).hasToString(TEXT);
		assertThat(TraceContext.inGrpcMetadata(http)).isNull();
		assertThat(TraceContext.in(new InvokeHeaders())).isNull();
	}

}
