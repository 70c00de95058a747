package dev.daprinvoke.transport.app;

import java.net.ProtocolException;
import java.net.SocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.message.BodyMemory;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;

/**
 * One request to an HTTP app and its answer.
 */
final class HttpAppCall {

	private final InvokeRequest request;

	private final AppRequestBody body;

	private final Verb verb;

	private final String host;

	private final String url;

	private final AppFailure failures;

	private final BodyMemory memory;

	private boolean failed;

	private boolean answering;

	private volatile boolean written;

	private volatile @Nullable SocketAddress local;

	/** The loop of {@link #unread}: a closed connection does not tell any more. */
	private @Nullable EventLoop loop;

	private volatile @Nullable Connection unread;

	/** The connection of the last try, unless it speaks HTTP/2. */
	private @Nullable AnswerCodec used;

	/**
	 * Creates a call.
	 * @param request what to call; the body is consumed
	 * @param verb the verb
	 * @param host the server as its URL names it
	 * @param url the full URL, for error texts
	 * @param failures words them
	 * @param memory tells whether there is room for the body of the answer
	 */
	HttpAppCall(InvokeRequest request, Verb verb, String host, String url, AppFailure failures, BodyMemory memory) {
		this.request = request;
		this.body = new AppRequestBody(request, verb);
		this.verb = verb;
		this.host = host;
		this.url = url;
		this.failures = failures;
		this.memory = memory;
	}

	Mono<InvokeResponse> send(HttpClient client, String uri) {
		return ask(client, uri).doOnDiscard(InvokeResponse.class, (response) -> response.body().discard())
			.onErrorMap((error) -> !isWorded(error), this::failure)
			.doFinally((signal) -> {
				this.body.giveBack();
				passOver();
			});
	}

	private Mono<InvokeResponse> ask(HttpClient client, String uri) {
		return client.request(HttpMethod.valueOf(this.verb.name()))
			.uri(uri)
			.send(this::write)
			.responseConnection(this::read)
			.next()
			.onErrorResume(this::isAskedAgain, (error) -> ask(client, uri));
	}

	private boolean isAskedAgain(Throwable error) {
		AnswerCodec lost = this.used;
		this.used = null;
		this.answering = lost != null && !lost.isUnanswered();
		boolean first = !this.failed;
		this.failed = true;
		if (!this.body.isUntouched()) {
			return false;
		}
		return (lost != null) ? Resending.isRight(lost, error) : first && Resending.isUnsent(error);
	}

	// An answer that comes while its caller goes away reaches nobody, but its first bytes
	// already wait for a reader, and more may follow without end.
	private void passOver() {
		Connection left = this.unread;
		EventLoop leftLoop = this.loop;
		if (left != null && leftLoop != null) {
			leftLoop.execute(() -> giveUp(left));
		}
	}

	private static void giveUp(Connection left) {
		left.inbound().receive().subscribe((bytes) -> {
		}, (error) -> {
		});
		if (ChannelOperations.get(left.channel()) == left) {
			left.dispose();
		}
	}

	private Throwable failure(Throwable error) {
		boolean unreadable = this.written && error instanceof IllegalArgumentException;
		return this.failures.of(this.verb, this.url, this.local, unreadable ? new DecoderException(error) : error,
				this.answering);
	}

	private Throwable brokenOff(Throwable error) {
		return isWorded(error) ? error : this.failures.ofBody(this.local, error);
	}

	private static boolean isWorded(Throwable error) {
		return error instanceof AppCallException || error instanceof BodyMemoryException;
	}

	private Publisher<Void> write(HttpClientRequest http, NettyOutbound out) {
		out.withConnection(this::begin);
		AppHeaders.write(this.request, this.host, http.requestHeaders());
		this.written = true;
		return this.body.write(http, out);
	}

	private void begin(Connection connection) {
		this.local = connection.channel().localAddress();
		this.loop = connection.channel().eventLoop();
		this.unread = connection;
		this.used = connection.channel().pipeline().get(AnswerCodec.class);
		if (this.used != null) {
			this.used.begin();
		}
	}

	private Publisher<InvokeResponse> read(HttpClientResponse http, Connection connection) {
		this.unread = null;
		ProtocolException violation = Http1Head.violation(http.status().code());
		if (violation != null) {
			connection.markPersistent(false);
			return Mono.error(violation);
		}
		String length = http.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
		if (Http1Head.leavesDisorder(http.status().code(), length)) {
			connection.markPersistent(false);
		}
		if (isWhole() || Http1Head.hasNoBody(this.verb, http.status().code(), length)) {
			return SmallAnswer.collect(connection.inbound().receive().retain())
				.map((content) -> Http1Head.response(http.status().code(), http.responseHeaders(),
						new InvokeBody.Whole(content)));
		}
		if (!this.memory.mayBegin()) {
			connection.markPersistent(false);
			giveUp(connection);
			return Mono.error(new BodyMemoryException());
		}
		Flux<ByteBuf> bytes = connection.inbound().receive().retain().onErrorMap(this::brokenOff);
		return Mono
			.just(Http1Head.response(http.status().code(), http.responseHeaders(), new InvokeBody.Streaming(bytes)));
	}

	// What comes later is passed on as it comes (contract section 1.5).
	private boolean isWhole() {
		AnswerCodec connection = this.used;
		return connection != null && connection.isWhole();
	}

}
