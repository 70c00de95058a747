package dev.daprinvoke.transport.sidecar;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.HopByHop;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.target.TargetParser;

/**
 * Performs calls through a sidecar. What the app answers is the answer, errors included;
 * all else is a {@link SidecarException} that says where the call failed. A call that is
 * cancelled ends its connection. Answers come on threads of the JDK's client.
 */
public final class SidecarInvoker implements Invoker {

	private static final char LAST_ASCII = 0x7f;

	private static final String TOKEN = "dapr-api-token";

	private static final String CONTENT_TYPE = "Content-Type";

	private static final String AUTHORIZATION = "Authorization";

	/**
	 * What the connection to the sidecar says for itself, and what would name another
	 * target.
	 */
	private static final Set<String> NOT_SENT = Set.of("connection", "content-length", "dapr-app-id", "expect", "host",
			"http2-settings", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", TOKEN);

	private final SidecarSettings settings;

	private final SidecarUri uris;

	private final SidecarClient client;

	/**
	 * Creates the invoker.
	 * @param settings where the sidecar is
	 */
	public SidecarInvoker(SidecarSettings settings) {
		this.settings = settings;
		this.uris = new SidecarUri(settings.endpoint());
		this.client = new SidecarClient(settings.connectTimeout());
	}

	@Override
	public Mono<InvokeResponse> invoke(InvokeRequest request) {
		SentBody body = new SentBody(request);
		return new FutureAnswer(() -> send(request, body)).flatMap((answer) -> read(request, answer))
			.onErrorMap((error) -> failure(error, body))
			.doFinally((signal) -> {
				if (signal == SignalType.ON_COMPLETE) {
					body.giveBack();
				}
				else {
					body.end();
				}
			});
	}

	private Throwable failure(Throwable error, SentBody body) {
		Throwable own = body.failure();
		return (own != null) ? own : SidecarFailure.of(this.settings.endpoint(), error, body.isSent());
	}

	private CompletableFuture<HttpResponse<InvokeBody>> send(InvokeRequest request, SentBody body) {
		Verb verb = (request.verb() == null || request.verb() == Verb.NONE) ? Verb.POST : request.verb();
		HttpRequest.Builder out = HttpRequest.newBuilder(this.uris.of(request)).method(verb.name(), body.publisher());
		if (request.contentType() != null) {
			out.setHeader(CONTENT_TYPE, request.contentType());
		}
		request.headers().forEach((name, value) -> header(out, name, value));
		if (this.settings.apiToken() != null) {
			out.setHeader(TOKEN, this.settings.apiToken());
		}
		return this.client.get().sendAsync(out.build(), ReceivedBody.handler(verb == Verb.HEAD));
	}

	private static void header(HttpRequest.Builder out, String name, String value) {
		if (NOT_SENT.contains(name.toLowerCase(Locale.ROOT))) {
			return;
		}
		if (name.equalsIgnoreCase(AUTHORIZATION) && TargetParser.parse("/", null, value) != null) {
			throw new IllegalArgumentException(
					AUTHORIZATION + ": names the app to call (expected: credentials; the app is the client's to name)");
		}
		try {
			if (value.chars().anyMatch((each) -> each > LAST_ASCII)) {
				throw new IllegalArgumentException();
			}
			out.header(name, value);
		}
		catch (IllegalArgumentException ex) {
			// The JDK's own message holds the value, which may be a secret.
			throw new IllegalArgumentException("header " + name + ": its name or value is not legal in HTTP");
		}
	}

	private static Mono<InvokeResponse> read(InvokeRequest request, HttpResponse<InvokeBody> answer) {
		InvokeHeaders headers = new InvokeHeaders();
		Predicate<String> hopByHop = HopByHop.of(answer.headers().allValues("Connection"));
		answer.headers().map().forEach((name, values) -> {
			if (!name.equalsIgnoreCase(CONTENT_TYPE) && !hopByHop.test(name)) {
				values.forEach((value) -> headers.add(name, value));
			}
		});
		String contentType = answer.headers().firstValue(CONTENT_TYPE).orElse(null);
		return AnswerOrigin.told(request, new InvokeResponse(answer.statusCode(), contentType, headers, answer.body()));
	}

}
