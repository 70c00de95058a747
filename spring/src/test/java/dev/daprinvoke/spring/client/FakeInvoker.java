package dev.daprinvoke.spring.client;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.daprinvoke.call.Attempts;
import dev.daprinvoke.call.Invoker;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.testkit.Buffers;
import dev.daprinvoke.testkit.Calls;

/**
 * Answers calls as a test says, and remembers them.
 */
public final class FakeInvoker implements Invoker {

	private final Function<InvokeRequest, Mono<InvokeResponse>> behaviour;

	private final List<InvokeRequest> requests = new CopyOnWriteArrayList<>();

	private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

	private final AtomicInteger cancelled = new AtomicInteger();

	/**
	 * Creates the fake.
	 * @param behaviour what to do with each call; consumes its body
	 */
	public FakeInvoker(Function<InvokeRequest, Mono<InvokeResponse>> behaviour) {
		this.behaviour = behaviour;
	}

	/**
	 * Makes one that reads a call's body before it answers.
	 * @param answer makes the answer
	 * @return the fake
	 */
	public static FakeInvoker reading(Function<InvokeRequest, InvokeResponse> answer) {
		List<FakeInvoker> self = new CopyOnWriteArrayList<>();
		self.add(new FakeInvoker((request) -> self.get(0).read(request).map((body) -> answer.apply(request))));
		return self.get(0);
	}

	/**
	 * Makes one that reads a call's body before it says {@code ok}.
	 * @return the fake
	 */
	public static FakeInvoker ok() {
		return reading((request) -> Calls.response(200, "ok"));
	}

	/**
	 * Makes one that fails before there is an answer.
	 * @param failure why
	 * @return the fake
	 */
	public static FakeInvoker failing(InvokeException failure) {
		return new FakeInvoker((request) -> {
			request.body().discard();
			return Mono.deferContextual((context) -> {
				Attempts.another(context);
				return Mono.error(failure);
			});
		});
	}

	/**
	 * The translation that tests use: all that is known, in one text.
	 * @param failure why the call failed
	 * @param verb its verb
	 * @param target whom it was meant for
	 * @param method what was called
	 * @param attempts how often
	 * @return an exception that says so
	 */
	public static RuntimeException translate(InvokeException failure, HttpMethod verb, String target, String method,
			int attempts) {
		return new Translated("%s %s of %s, %d: %s".formatted(verb, method, target, attempts, failure.getMessage()));
	}

	private Mono<byte[]> read(InvokeRequest request) {
		Flux<ByteBuf> bytes = request.body().bytes();
		return bytes.map(Buffers::bytes).collectList().map(FakeInvoker::join).doOnNext(this.bodies::add);
	}

	private static byte[] join(List<byte[]> parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		parts.forEach(all::writeBytes);
		return all.toByteArray();
	}

	@Override
	public Mono<InvokeResponse> invoke(InvokeRequest request) {
		this.requests.add(request);
		return this.behaviour.apply(request).doOnCancel(this.cancelled::incrementAndGet);
	}

	/**
	 * The only call so far.
	 * @return its request, whose body is consumed
	 */
	public InvokeRequest request() {
		if (this.requests.size() != 1) {
			throw new AssertionError(this.requests.size() + " calls (expected: one)");
		}
		return this.requests.get(0);
	}

	/**
	 * The body of the only call so far.
	 * @return its bytes
	 */
	public byte[] body() {
		request();
		return this.bodies.get(0);
	}

	public int calls() {
		return this.requests.size();
	}

	/**
	 * How many calls were cancelled before there was an answer.
	 * @return zero or more
	 */
	public int cancelled() {
		return this.cancelled.get();
	}

	/** A translated failure. */
	public static final class Translated extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Translated(String message) {
			super(message);
		}

	}

}
