package dev.daprinvoke.transport.app;

import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.TraceContext;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.MethodPath;
import dev.daprinvoke.testkit.Calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The table of contract section 1.6.
 */
class AppHeadersTests {

	@ParameterizedTest
	@ValueSource(strings = { "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade",
			"Http2-Settings", "Te", "Trailer", "Proxy-Authorization", "Proxy-Authenticate", "destination-app-id",
			"Destination-App-Id", "X-Data-Bin", "x-data-bin", "-bin", "Content-Length", "content-length", "Host" })
	void whenAHeaderIsNotForTheAppThenItIsDropped(String name) {
		assertThat(write(new InvokeHeaders().add(name, "v"), null, ""))
			.hasToString(new DefaultHttpHeaders().add("user-agent", "Go-http-client/1.1").toString());
	}

	@ParameterizedTest
	@CsvSource({ "x-one, X-One", ":authority, Dapr-Authority", ":method, Dapr-Method", ":path, Dapr-Path",
			":scheme, Dapr-Scheme", "grpc-accept-encoding, Dapr-Grpc-Accept-Encoding",
			"grpc-timeout, Dapr-Grpc-Timeout", "dapr-caller-app-id, Dapr-Caller-App-Id",
			"X-Forwarded-For, X-Forwarded-For", "Accept, Accept", "traceparent, Traceparent",
			"dapr-api-token, Dapr-Api-Token", "bin, Bin", "x-bins, X-Bins", "Grpc-X, Grpc-X" })
	void whenAHeaderIsForTheAppThenItHasTheNameAppsSee(String name, String seen) {
		HttpHeaders out = write(new InvokeHeaders().add(name, "1").add(name, "2"), null, "");
		assertThat(out.names()).contains(seen);
		assertThat(out.getAll(seen)).containsExactly("1", "2");
	}

	@Test
	void whenConnectionNamesAHeaderThenThatIsDroppedToo() {
		HttpHeaders out = write(new InvokeHeaders().add("Connection", "close, x-secret").add("X-Secret", "1"), null,
				"");
		assertThat(out.contains("X-Secret")).isFalse();
	}

	@Test
	void whenThereIsAContentTypeThenItIsThatOfTheMessageAndNotOfTheMetadata() {
		InvokeHeaders headers = new InvokeHeaders().add("content-type", "application/grpc");
		assertThat(write(headers, "text/plain", "").get("content-type")).isEqualTo("text/plain");
		assertThat(write(headers, null, "").contains("content-type")).isFalse();
		assertThat(write(headers, "text/plain", "type.example/T").get("content-type"))
			.isEqualTo("application/x-protobuf");
	}

	@Test
	void whenThereIsAUserAgentThenOnlyTheFirstIsSent() {
		InvokeHeaders headers = new InvokeHeaders().add("user-agent", "one").add("User-Agent", "two");
		assertThat(write(headers, null, "").getAll("user-agent")).containsExactly("one");
	}

	@Test
	void whenThereIsBaggageThenOnlyTheFirstIsSent() {
		InvokeHeaders headers = new InvokeHeaders().add("Baggage", "one=1").add("baggage", "two=2");
		assertThat(write(headers, null, "").getAll("baggage")).containsExactly("one=1");
	}

	@Test
	void whenTheCallStandsInATraceThenThatIsToldInsteadOfWhatCame() {
		InvokeHeaders headers = new InvokeHeaders().add("Traceparent", "x")
			.add("traceparent", "y")
			.add("Tracestate", "as=received");
		HttpHeaders out = new DefaultHttpHeaders();
		AppHeaders.write(request(headers, null, "").withTrace(TraceContext.root(1, 2, 3, true)), "a:1", out);
		assertThat(out.getAll("traceparent"))
			.containsExactly("00-00000000000000010000000000000002-0000000000000003-01");
		assertThat(out.getAll("tracestate")).containsExactly("as=received");
		TraceContext withState = TraceContext.parse("00-00000000000000010000000000000002-0000000000000003-00", "a=1");
		AppHeaders.write(request(headers, null, "").withTrace(Objects.requireNonNull(withState)), "a:1", out.clear());
		assertThat(out.getAll("tracestate")).containsExactly("a=1");
	}

	@Test
	void whenTracingIsOffThenWhatCameIsToldAndOfGrpcsOwnFormWhatItSays() {
		assertThat(write(new InvokeHeaders().add("Traceparent", "as-received"), null, "").getAll("traceparent"))
			.containsExactly("as-received");
		String binary = Base64.getEncoder().encodeToString(TraceContext.root(1, 2, 3, true).binary());
		InvokeHeaders grpc = new InvokeHeaders().add("content-type", "application/grpc")
			.add("traceparent", "as-received")
			.add("grpc-trace-bin", binary);
		HttpHeaders out = write(grpc, null, "");
		assertThat(out.getAll("traceparent"))
			.containsExactly("00-00000000000000010000000000000002-0000000000000003-01");
		assertThat(out.names()).noneMatch((name) -> name.toLowerCase(Locale.ROOT).endsWith("-bin"));
	}

	@Test
	void whenTheHttpClientAddsItsOwnHeadersThenTheyAreTakenOut() {
		HttpHeaders out = new DefaultHttpHeaders().add("accept", "*/*").add("user-agent", "ReactorNetty");
		AppHeaders.write(request(new InvokeHeaders(), null, ""), "127.0.0.1:6000", out);
		assertThat(out.contains("accept")).isFalse();
		assertThat(out.get("user-agent")).isEqualTo("Go-http-client/1.1");
	}

	@Test
	void whenValuesAreNotAsciiThenTheirBytesStay() {
		HttpHeaders out = write(new InvokeHeaders().add("X-Name", "é\udcff"), "text/é", "");
		assertThat(out.get("X-Name")).isEqualTo("\u00c3\u00a9\u00ff");
		assertThat(out.get("content-type")).isEqualTo("text/\u00c3\u00a9");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "X-One|a\\r\\nX-Evil: 1", "X-One|a\\nb", "X One|a", "X-One\\r\\n|a", "''|a" })
	void whenAnotherSidecarTriesToSmuggleAHeaderThenItIsRefused(String name, String value) {
		InvokeHeaders headers = new InvokeHeaders().add(unescape(name), unescape(value));
		assertThatIllegalArgumentException().isThrownBy(() -> write(headers, null, ""));
	}

	private static String unescape(String text) {
		return text.replace("\\r", "\r").replace("\\n", "\n");
	}

	@Test
	void whenTheAppAnswersThenHopByHopAndLengthStayBehind() {
		HttpHeaders in = new DefaultHttpHeaders().add("content-length", "5")
			.add("connection", "close, x-own")
			.add("x-own", "1")
			.add("set-cookie", "a=1")
			.add("set-cookie", "b=2")
			.add("date", "Sat, 01 Jan 2000 00:00:00 GMT")
			.add("x-data-bin", "AA==")
			.add("content-type", "text/plain")
			.add("x-name", "\u00c3\u00a9");
		assertThat(AppHeaders.read(in)).hasToString("[Set-Cookie: a=1, Set-Cookie: b=2, "
				+ "Date: Sat, 01 Jan 2000 00:00:00 GMT, X-Data-Bin: AA==, Content-Type: text/plain, X-Name: é]");
	}

	private static HttpHeaders write(InvokeHeaders headers, String contentType, String typeUrl) {
		HttpHeaders out = new DefaultHttpHeaders();
		AppHeaders.write(request(headers, contentType, typeUrl), "127.0.0.1:6000", out);
		return out.remove("host");
	}

	private static InvokeRequest request(InvokeHeaders headers, String contentType, String typeUrl) {
		return new InvokeRequest(Calls.app("cart"), MethodPath.ROOT, Verb.GET, "", contentType, typeUrl, headers,
				InvokeBody.EMPTY);
	}

}
