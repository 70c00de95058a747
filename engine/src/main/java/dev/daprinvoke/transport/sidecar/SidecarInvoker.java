package dev.daprinvoke.transport.sidecar;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeHeaders;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;

/**
 * Performs calls through a sidecar. What the app answers is the answer, errors included;
 * all else is a {@link SidecarException} that says where the call failed. A call that is
 * cancelled ends its connection. Answers come on threads of the JDK's client.
 */
public final class SidecarInvoker implements Invoker {

	private static final String TOKEN = "dapr-api-token";

	private static final String CONTENT_TYPE = "Content-Type";

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
		return new FutureAnswer(() -> send(request, body)).map(SidecarInvoker::read)
			.onErrorMap((error) -> SidecarFailure.of(this.settings.endpoint(), error, body.isSent()))
			.doFinally((signal) -> body.giveBack());
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
		if (!NOT_SENT.contains(name.toLowerCase(Locale.ROOT))) {
			out.header(name, value);
		}
	}

	private static InvokeResponse read(HttpResponse<InvokeBody> answer) {
		InvokeBody body = answer.body();
		String contentType = answer.headers().firstValue(CONTENT_TYPE).orElse(null);
		SidecarException failure = (body instanceof InvokeBody.Whole whole)
				? failure(answer.statusCode(), contentType, whole) : null;
		if (failure != null) {
			body.discard();
			throw failure;
		}
		InvokeHeaders headers = new InvokeHeaders();
		answer.headers().map().forEach((name, values) -> {
			if (!name.equalsIgnoreCase(CONTENT_TYPE)) {
				values.forEach((value) -> headers.add(name, value));
			}
		});
		return new InvokeResponse(answer.statusCode(), contentType, headers, body);
	}

	private static @Nullable SidecarException failure(int status, @Nullable String contentType, InvokeBody.Whole body) {
		return (status < 400) ? null : SidecarAnswer.failure(status, contentType, ByteBufUtil.getBytes(body.content()));
	}

}
