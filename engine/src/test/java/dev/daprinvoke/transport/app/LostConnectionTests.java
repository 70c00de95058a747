package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.resources.LoopResources;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;
import dev.daprinvoke.testkit.AppExchange;
import dev.daprinvoke.testkit.Await;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;
import dev.daprinvoke.testkit.FakeApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that end while they are used: a request goes out again only if the app
 * cannot have seen it (fixture client-view/err-app-closes).
 */
class LostConnectionTests extends HttpAppHarness {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	private final LoopResources loop = LoopResources.create("test-one", 1, 1, true);

	private interface Ending {

		void of(AppExchange exchange) throws IOException;

	}

	/** An app that reads what it is asked and, asked for an end, gives no answer. */
	private FakeApp ending(Ending ending) {
		return app((exchange) -> {
			exchange.body();
			this.asked.add(exchange.line());
			if (exchange.line().contains("/end")) {
				ending.of(exchange);
			}
			else {
				exchange.send(OK);
			}
		});
	}

	private static InvokeRequest end(Verb verb, String body) {
		return Calls.request(verb, "end", Buffers.whole(body));
	}

	/** A channel whose connections are all on the one loop. */
	private HttpAppChannel channelTo(FakeApp app) {
		HttpAppChannel channel = new HttpAppChannel(HttpAppSettings.of("127.0.0.1", app.port()), this.loop);
		closeLater(() -> channel.close().then(this.loop.disposeLater()).block(LIMIT));
		return channel;
	}

	/** Leaves a connection behind that has served and waits for the next call. */
	private void use(HttpAppChannel channel, InvokeRequest request) {
		answer(channel, request).body().discard();
		this.loop.onClient(true).next().submit(() -> {
		}).syncUninterruptibly();
	}

	private int timesAsked(HttpAppChannel channel, InvokeRequest request) {
		use(channel, Calls.get());
		this.asked.clear();
		assertThat(failure(channel, request)).isInstanceOf(AppCallException.class);
		return this.asked.size();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "CONNECT" })
	void whenTheAppEndsAUsedConnectionAfterReadingThenItIsNotAskedAgain(Verb verb) {
		for (Ending ending : new Ending[] { AppExchange::reset, AppExchange::close }) {
			HttpAppChannel channel = channelTo(ending(ending));
			for (int i = 0; i < 3; i++) {
				assertThat(timesAsked(channel, end(verb, "one"))).isOne();
				assertThat(timesAsked(channel, end(verb, ""))).isOne();
			}
		}
	}

	@Test
	void whenTheAppEndsANewConnectionThenItIsNotAskedAgain() {
		HttpAppChannel channel = channelTo(ending(AppExchange::close));
		assertThat(failure(channel, end(Verb.GET, ""))).hasMessageEndingWith("/end\": EOF");
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void whenTheAppHasBegunItsAnswerThenItIsNotAskedAgain() {
		HttpAppChannel channel = channelTo(ending((exchange) -> {
			exchange.send("HTTP/1.1 2");
			exchange.close();
		}));
		assertThat(timesAsked(channel, end(Verb.GET, ""))).isOne();
	}

	@Test
	void whenTheAppHasResetAnIdleConnectionThenAnythingGoesOnAnotherOne() {
		assertThat(whileIdle(AppExchange::reset, Calls.request(Verb.POST, "items", Buffers.whole("one"))))
			.succeedsWithin(LIMIT)
			.satisfies((answer) -> assertThat(Buffers.text(answer.body())).isEqualTo("ok"));
		assertThat(this.asked).containsExactly("GET /end HTTP/1.1", "POST /items HTTP/1.1");
	}

	/** Calls before the only event loop can have seen that an idle connection ended. */
	private CompletableFuture<InvokeResponse> whileIdle(Ending ending, InvokeRequest request) {
		AtomicBoolean idle = new AtomicBoolean();
		AtomicBoolean ended = new AtomicBoolean();
		FakeApp app = ending((exchange) -> {
			exchange.send(OK);
			Await.until("the connection is idle", idle::get);
			ending.of(exchange);
			ended.set(true);
		});
		HttpAppChannel channel = channelTo(app);
		use(channel, end(Verb.GET, ""));
		CompletableFuture<InvokeResponse> answer = new CompletableFuture<>();
		this.loop.onClient(true).next().execute(() -> {
			idle.set(true);
			while (!ended.get()) {
				continue;
			}
			call(channel, request).subscribe(answer::complete, answer::completeExceptionally);
		});
		return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void whenABodyStreamsThenItIsNotSentTwice() {
		HttpAppChannel channel = channelTo(ending(AppExchange::reset));
		assertThat(timesAsked(channel,
				Calls.request(Verb.POST, "end", new InvokeBody.Streaming(Buffers.whole("one").bytes()))))
			.isOne();
	}

}
