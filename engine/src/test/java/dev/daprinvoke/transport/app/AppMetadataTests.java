package dev.daprinvoke.transport.app;

import java.util.Locale;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.testkit.RawGrpcCall;

import static org.assertj.core.api.Assertions.assertThat;

/** Headers as metadata, and metadata as headers (contract section 3.2). */
class AppMetadataTests {

	private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("raw-bin", Metadata.BINARY_BYTE_MARSHALLER);

	@ParameterizedTest
	@ValueSource(strings = { "Accept", "Accept-Charset", "Accept-Language", "Accept-Ranges", "Connection", "Keep-Alive",
			"Proxy-Connection", "Transfer-Encoding", "Upgrade", "Cache-Control", "Content-Type", "Content-Length",
			"Cookie", "Date", "Expect", "From", "Host", "If-Match", "If-Modified-Since", "If-None-Match",
			"If-Schedule-Tag-Match", "If-Unmodified-Since", "Max-Forwards", "Origin", "Pragma", "Referer", "Via",
			"Warning" })
	void whenANameIsHttpsOwnInItsOwnCaseThenItGetsAPrefix(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		assertThat(AppMetadata.of(new InvokeHeaders().add(name, "x")).keys()).containsExactly("dapr-" + lower);
		assertThat(AppMetadata.of(new InvokeHeaders().add(lower, "x")).keys()).doesNotContain("dapr-" + lower);
	}

	@ParameterizedTest
	@CsvSource({ "X-Custom, x-custom", "x_y.z-1, x_y.z-1", "Accept-Encoding, accept-encoding" })
	void whenANameIsAnyOtherThenItIsInLowerCase(String name, String key) {
		assertThat(AppMetadata.of(new InvokeHeaders().add(name, "x").add(name, "y")).getAll(RawGrpcCall.key(key)))
			.containsExactly("x", "y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "destination-app-id", "Destination-App-Id", "te", "user-agent", "content-type",
			"grpc-timeout", "grpc-status", "grpc-message", "grpc-encoding", "grpc-accept-encoding",
			"grpc-status-details-bin", ":authority", "x y", "ü", "" })
	void whenANameIsGrpcsOwnOrNoneThenItIsLeftOut(String name) {
		assertThat(AppMetadata.of(new InvokeHeaders().add(name, "AA==")).keys()).isEmpty();
	}

	@Test
	void whenAValueIsBinaryThenItIsDecodedAndEncodedAndWhatCannotBeIsLeftOut() {
		Metadata metadata = AppMetadata
			.of(new InvokeHeaders().add("raw-bin", "AP8=").add("raw-bin", "AP8").add("raw-bin", "no base64"));
		assertThat(metadata.getAll(BINARY)).containsExactly(new byte[] { 0, (byte) 0xff },
				new byte[] { 0, (byte) 0xff });
		assertThat(AppMetadata.headers(metadata).all("raw-bin")).containsExactly("AP8=", "AP8=");
	}

	@Test
	void whenAHeaderOfHttpIsOnlyCalledBinaryThenItsBytesAreTheValue() {
		Metadata metadata = AppMetadata.of(new InvokeHeaders().add("Raw-Bin", "AP8="));
		assertThat(metadata.get(BINARY)).asString().isEqualTo("AP8=");
	}

	@Test
	void whenAValueIsBeyondAsciiThenItArrivesAsUtf8() {
		Metadata metadata = AppMetadata.of(new InvokeHeaders().add("X-Name", "nö"));
		assertThat(AppMetadata.headers(metadata).first("x-name")).isEqualTo("nö");
	}

}
