package dev.daprinvoke.sidecar.edge;

import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.daprinvoke.message.InvokeHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes that lead to {@code dapr://} some app, with filters of all kinds.
 */
@Timeout(60)
class UserRouteTests {

	private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static @Nullable RunningEdge edge;

	@BeforeAll
	static void start(@TempDir Path folder) {
		edge = RunningEdge.with(folder,
				"""
						spring.cloud.gateway.server.webflux:
						  routes:
						  - {id: plain, uri: 'dapr://cart', predicates: ['Path=/text/**,/odd,/pieces,/error,/broken,/never/**']}
						  - id: strip
						    uri: dapr://My_Cart.NS_1
						    predicates: ['Path=/shop/**']
						    filters: ['StripPrefix=1', 'AddRequestHeader=X-Tenant, blue', 'AddResponseHeader=X-Served-By, shop',
						      'RemoveRequestHeader=Cookie', 'AddRequestParameter=lang, en', 'RemoveResponseHeader=Server']
						  - id: rewrite
						    uri: dapr://cart
						    predicates: ['Path=/menu/{dish}', 'Method=GET,POST']
						    filters: ['RewritePath=/menu/(?<dish>.*), /text/d/$\\{dish}']
						  - {id: teapot, uri: 'dapr://cart', predicates: ['Path=/teapot'], filters: ['SetPath=/text', 'SetStatus=418']}
						  - {id: empty, uri: 'dapr://cart', predicates: ['Path=/empty'], filters: ['SetPath=/odd', 'SetStatus=204']}
						  - id: json
						    uri: dapr://cart
						    predicates: ['Path=/prefixed']
						    filters: ['PrefixPath=/text', 'SetResponseHeader=X-App, no', 'SetRequestHeader=X-One, set',
						      'DedupeResponseHeader=X-App', 'SecureHeaders']
						  - {id: nobody, uri: 'dapr://nobody', predicates: ['Path=/nobody-route']}
						  - {id: elsewhere, uri: 'dapr://nobody', predicates: ['Path=/away'], filters: ['RedirectTo=302, /there']}
						  - id: retried
						    uri: dapr://cart
						    predicates: ['Path=/retried']
						    filters: ['SetPath=/status/503', {name: Retry, args: {retries: 2, statuses: SERVICE_UNAVAILABLE}}]
						  - {id: small, uri: 'dapr://cart', predicates: ['Path=/small'],
						    filters: ['SetPath=/text', {name: RequestSize, args: {maxSize: 10B}}]}
						  - {id: written, uri: 'dapr://cart', predicates: ['Path=/written'], filters: ['SetPath=/text/caf\u00e9']}
						""");
	}

	@AfterAll
	static void stop() {
		edge().close();
	}

	@BeforeEach
	void forgetCalls() {
		edge().peers().calls.clear();
	}

	private static RunningEdge edge() {
		if (edge == null) {
			throw new IllegalStateException("not started");
		}
		return edge;
	}

	@ParameterizedTest
	@CsvSource({ "/text, GET text", "/text/a%2Fc?x=|1&y=%zz, GET text/a/c?x=|1&y=%zz",
			"/shop/text/a?page=2, GET text/a?page=2&lang=en", "/menu/soup%20of%20day, GET text/d/soup of day",
			"/menu/x?q=%20{1}, GET text/d/x?q=%20{1}", "/written, GET text/caf\u00e9",
			"/text/%E2%82%AC, GET text/\u20ac" })
	void whenARouteMatchesThenWhatItsFiltersMadeIsCalled(String path, String call) throws Exception {
		WireAnswer answer = get(path);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-App")).isEqualTo("yes");
		assertThat(nextCall()).isEqualTo(call + " ");
	}

	@Test
	void whenFiltersChangeHeadersThenTheAppAndTheClientSeeIt() throws Exception {
		WireAnswer answer = exchange("POST /shop/text HTTP/1.1\r\nHost: h\r\nCookie: a=1\r\nX-Two: 2\r\n"
				+ "Content-Type: text/x\r\nContent-Length: 5\r\n\r\nhello");
		assertThat(answer.body()).isEqualTo("hello");
		assertThat(answer.header("X-Served-By")).isEqualTo("shop");
		assertThat(nextCall()).isEqualTo("POST text?lang=en hello");
		InvokeHeaders headers = edge().peers().lastHeaders;
		assertThat(headers.all("X-Tenant")).containsExactly("blue");
		assertThat(headers.all("X-Two")).containsExactly("2");
		assertThat(headers.all("Content-Type")).containsExactly("text/x");
		assertThat(headers.contains("Cookie")).isFalse();
		assertThat(headers.contains("Host")).isFalse();
		assertThat(headers.all("dapr-caller-app-id")).containsExactly("caller");
	}

	@Test
	void whenTheRouteNamesAnAppThenItIsTheRawAuthority() throws Exception {
		get("/shop/text");
		assertThat(edge().peers().lastHeaders.all("dapr-callee-app-id")).containsExactly("My_Cart");
		assertThat(edge().peers().lastHeaders.all("dapr-caller-namespace")).containsExactly("default");
	}

	@Test
	void whenTheBodyComesInChunksThenItStreams() throws Exception {
		assertThat(exchange("POST /text HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
				+ "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
			.body()).isEqualTo("abcde");
		assertThat(get("/pieces").body()).isEqualTo("one two");
	}

	@Test
	void whenAFilterSetsTheStatusThenTheClientGetsThatWithTheAppsBody() throws Exception {
		WireAnswer answer = exchange("POST /teapot HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
		assertThat(answer.status()).isEqualTo(418);
		assertThat(answer.body()).isEqualTo("hi");
	}

	@Test
	void whenAFilterSetsAStatusWithoutBodyThenTheConnectionStaysInOrder() throws Exception {
		try (WireClient client = new WireClient(edge().port())) {
			client.send("GET /empty HTTP/1.1\r\nHost: h\r\n\r\nGET /odd HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(204);
			assertThat(client.receive().body()).isEqualTo("odd");
		}
	}

	@Test
	void whenFiltersReplaceHeadersThenTheirValuesWin() throws Exception {
		WireAnswer answer = exchange("GET /prefixed HTTP/1.1\r\nHost: h\r\nX-One: sent\r\n\r\n");
		assertThat(nextCall()).isEqualTo("GET text/prefixed ");
		assertThat(answer.all("X-App")).containsExactly("no");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(edge().peers().lastHeaders.all("X-One")).containsExactly("set");
	}

	@Test
	void whenTheAppAnswersAnErrorThenItIsPassedOnWithItsLength() throws Exception {
		WireAnswer answer = get("/error");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).isEqualTo("no such thing");
		assertThat(answer.header("Content-Length")).isEqualTo("13");
	}

	@Test
	void whenTheAppCannotBeFoundThenTheAnswerIsDaprs() throws Exception {
		WireAnswer answer = get("/nobody-route");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: nobody, err: couldn't find service: nobody\"}");
	}

	@Test
	void whenTheMethodIsForbiddenThenTheAnswerIsDaprs() throws Exception {
		assertThat(get("/text/a%23b").body()).isEqualTo("{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":"
				+ "\"failed to invoke, id: cart, err: rpc error: code = InvalidArgument desc = invalid method: "
				+ "method contains forbidden character: \\\"text/a#b\\\"\"}");
	}

	@Test
	void whenAFilterAnswersThenNobodyIsCalled() throws Exception {
		WireAnswer answer = get("/away");
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo("/there");
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenARouteRetriesThenTheClientGetsOneAnswer() throws Exception {
		WireAnswer answer = get("/retried");
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.all("X-App")).containsExactly("yes");
		assertThat(answer.all("Date")).hasSize(1);
		for (int i = 0; i < 3; i++) {
			assertThat(nextCall()).isEqualTo("GET status/503 ");
		}
		assertThat(edge().peers().calls).isEmpty();
	}

	@Test
	void whenTheBodyIsLargerThanARouteAllowsThenNobodyIsCalled() throws Exception {
		assertThat(exchange("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello world").status())
			.isEqualTo(413);
		assertThat(edge().peers().calls).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dapr-app-id: other", "Authorization: Basic %s" })
	void whenARequestForARouteNamesAnAppThenThatIsCalled(String header) throws Exception {
		String named = header.formatted(Base64.getEncoder().encodeToString("dapr-app-id:other".getBytes()));
		exchange("GET /teapot HTTP/1.1\r\nHost: h\r\n" + named + "\r\n\r\n");
		assertThat(edge().peers().lastHeaders.all("dapr-callee-app-id")).containsExactly("other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/menu", "/menu/a/b" })
	void whenNoRouteMatchesThenTheAnswerIs404(String path) throws Exception {
		WireAnswer answer = get(path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).startsWith("{\"errorCode\":\"ERR_DIRECT_INVOKE\"");
	}

	@Test
	void whenTheAnswerBreaksOffThenTheClientCanTell() throws Exception {
		try (WireClient client = new WireClient(edge().port())) {
			client.send("GET /broken HTTP/1.1\r\nHost: h\r\n\r\n");
			assertThat(client.receiveHead().status()).isEqualTo(200);
			assertThat(client.rest()).contains("begun").doesNotContain("\r\n0\r\n");
		}
	}

	@Test
	void whenTheClientLeavesThenTheCallIsCancelled() throws Exception {
		try (WireClient client = new WireClient(edge().port())) {
			client.send("GET /never/route HTTP/1.1\r\nHost: h\r\n\r\n");
		}
		assertThat(edge().peers().event("never/route")).isEqualTo("cancelled");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/text", "/shop/text", "/menu/x" })
	void whenARequestHasNoTraceThenTheAppIsToldTheOneThatTheAnswerNames(String path) throws Exception {
		WireAnswer answer = get(path);
		assertThat(answer.all("Traceparent")).hasSize(1).containsExactly(String.valueOf(edge().peers().lastTrace));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/text", "/shop/text", "/menu/x" })
	void whenARequestBelongsToATraceThenTheAppIsToldThat(String path) throws Exception {
		exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\ntraceparent: " + TRACE + "\r\n\r\n");
		assertThat(edge().peers().lastTrace).hasToString(TRACE);
	}

	private static String nextCall() throws InterruptedException {
		return String.valueOf(edge().peers().calls.poll(20, TimeUnit.SECONDS));
	}

	private static WireAnswer get(String path) throws Exception {
		return exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
	}

	private static WireAnswer exchange(String request) throws Exception {
		return WireClient.exchange(edge().port(), request);
	}

}
