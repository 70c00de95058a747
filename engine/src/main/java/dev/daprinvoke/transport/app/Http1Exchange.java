package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.BodyMemoryException;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;

/**
 * One request to an app that speaks HTTP/1.1, and its answer. Once there is a connection
 * it lives on its event loop; its caller may leave on any thread.
 */
final class Http1Exchange implements Http1Waiter, Subscription {

	private static final AtomicIntegerFieldUpdater<Http1Exchange> BEGUN = AtomicIntegerFieldUpdater
		.newUpdater(Http1Exchange.class, "begun");

	private final Http1Pool pool;

	private final Http1Request request;

	private final AppFailure failures;

	private final CoreSubscriber<? super InvokeResponse> caller;

	private volatile int begun;

	private volatile @Nullable Http1Connection connection;

	private volatile boolean gone;

	private volatile boolean waiting;

	private volatile Giving giving = Giving.NOTHING;

	private @Nullable SocketAddress local;

	private @Nullable HttpResponse head;

	private @Nullable List<ByteBuf> parts;

	private @Nullable Http1Answer answer;

	private boolean over;

	/** How far the answer is on its way to the caller. */
	private enum Giving {

		NOTHING, NOW, GIVEN

	}

	private Http1Exchange(Http1Pool pool, Http1Request request, AppFailure failures,
			CoreSubscriber<? super InvokeResponse> caller) {
		this.pool = pool;
		this.request = request;
		this.failures = failures;
		this.caller = caller;
	}

	/**
	 * Describes a call, which begins when its answer is asked for. An answer that comes
	 * as its caller leaves is still given to it: whoever owns buffers must take it.
	 * @param pool connections to the app
	 * @param request what to call
	 * @param failures words errors
	 * @return the answer, to be asked for once
	 */
	static Mono<InvokeResponse> of(Http1Pool pool, Http1Request request, AppFailure failures) {
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super InvokeResponse> caller) {
				caller.onSubscribe(new Http1Exchange(pool, request, failures, caller));
			}

		};
	}

	@Override
	public void request(long count) {
		if (Operators.validate(count) && BEGUN.compareAndSet(this, 0, 1)) {
			this.pool.acquire(this);
		}
	}

	// Whoever has the answer may cancel the call, and read its body.
	@Override
	public void cancel() {
		Http1Connection begun = this.connection;
		if (this.giving == Giving.GIVEN || (this.giving == Giving.NOW && begun != null && begun.loop().inEventLoop())) {
			return;
		}
		this.gone = true;
		if (this.waiting) {
			this.pool.leave(this);
		}
		Http1Connection used = this.connection;
		if (used == null) {
			this.request.end();
		}
		else if (used.loop().inEventLoop()) {
			leave(used);
		}
		else {
			used.loop().execute(() -> leave(used));
		}
	}

	// The answer may have been given in the meantime, to nobody or to a reader.
	private void leave(Http1Connection used) {
		Http1Answer given = this.answer;
		if (given == null) {
			breakOff(used);
		}
		else if (!given.isTaken()) {
			breakOff(used);
			given.abandon(this.failures.ofBody(this.local, new IOException("the caller went away")));
		}
	}

	private void answer(InvokeResponse response) {
		this.giving = Giving.NOW;
		this.caller.onNext(response);
		this.giving = Giving.GIVEN;
		this.caller.onComplete();
	}

	private void fail(Throwable error) {
		if (!this.gone) {
			this.caller.onError(error);
		}
	}

	private void breakOff(Http1Connection used) {
		if (this.over || this.connection != used) {
			return;
		}
		this.over = true;
		finish();
		used.spoil();
		used.end();
	}

	// What came before the end, and whoever still sends.
	private void finish() {
		List<ByteBuf> held = this.parts;
		this.parts = null;
		if (held != null) {
			held.forEach(ByteBuf::release);
		}
		this.request.end();
	}

	@Override
	public void waits() {
		this.waiting = true;
	}

	@Override
	public void refused(Throwable reason) {
		this.request.end();
		fail(this.failures.of(this.request.verb(), this.request.url(), null, reason, false));
	}

	@Override
	public void connected(Http1Connection begun) {
		this.connection = begun;
		if (this.gone) {
			this.over = true;
			this.request.end();
			begun.end();
			return;
		}
		begun.begin(this);
		this.local = begun.local();
		try {
			this.request.write(begun.channel(), (error) -> fail(error, answering()), (error) -> unsent(begun, error));
		}
		catch (RuntimeException ex) {
			fail(ex, false);
			return;
		}
		begun.watch();
	}

	private void unsent(Http1Connection used, Throwable cause) {
		if (this.connection == used && !this.over) {
			used.lose(cause);
		}
	}

	private boolean answering() {
		Http1Connection begun = this.connection;
		return begun != null && !begun.codec().isUnanswered();
	}

	/** There is room for more of the body. */
	void writable() {
		this.request.writable();
	}

	/** Whether more of the answer is to be read. */
	boolean wantsMore() {
		Http1Answer streaming = this.answer;
		return !this.over && (streaming == null || streaming.wantsMore());
	}

	/** Takes a part of the answer, which belongs to this from now on. */
	void read(Object message) {
		if (this.over) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof HttpResponse response) {
			begin(response);
		}
		if (message instanceof HttpContent content) {
			take(content);
		}
		else if (!(message instanceof HttpResponse)) {
			ReferenceCountUtil.release(message);
		}
	}

	private void begin(HttpResponse response) {
		if (this.gone) {
			breakOff(used());
			return;
		}
		if (response.decoderResult().isFailure()) {
			fail(response.decoderResult().cause(), true);
			return;
		}
		IOException violation = Http1Head.violation(response.status().code());
		if (violation != null) {
			fail(violation, true);
			return;
		}
		this.request.keepNoLonger();
		Http1Connection begun = used();
		String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
		int status = response.status().code();
		if (!HttpUtil.isKeepAlive(response) || Http1Head.leavesDisorder(status, length)) {
			begun.spoil();
		}
		if (begun.codec().isWhole() || Http1Head.hasNoBody(this.request.verb(), status, length)) {
			this.head = response;
			this.parts = new ArrayList<>(1);
		}
		else if (!this.pool.limits().memory().mayBegin()) {
			fail(new BodyMemoryException(), true);
		}
		else {
			Http1Answer streaming = new Http1Answer(begun, () -> breakOff(begun));
			InvokeResponse begins = Http1Head.response(response, new InvokeBody.Streaming(streaming));
			this.answer = streaming;
			begun.streams(streaming);
			answer(begins);
		}
	}

	private Http1Connection used() {
		Http1Connection used = this.connection;
		if (used == null) {
			throw new IllegalStateException("no connection");
		}
		return used;
	}

	private void take(HttpContent content) {
		if (this.over) {
			content.release();
			return;
		}
		if (content.decoderResult().isFailure()) {
			content.release();
			fail(content.decoderResult().cause(), true);
			return;
		}
		Http1Answer streaming = this.answer;
		List<ByteBuf> held = this.parts;
		if (streaming != null) {
			streaming.next(content.content());
		}
		else if (held != null && content.content().isReadable()) {
			held.add(content.content());
		}
		else {
			content.release();
		}
		if (content instanceof LastHttpContent && !this.over) {
			complete();
		}
	}

	private void complete() {
		List<ByteBuf> held = this.parts;
		HttpResponse response = this.head;
		InvokeResponse whole = (held != null && response != null)
				? Http1Head.response(response, new InvokeBody.Whole(SmallAnswer.join(held))) : null;
		this.over = true;
		Http1Connection used = used();
		if (!this.request.isSent()) {
			used.spoil();
		}
		this.parts = null;
		finish();
		used.end();
		if (whole != null) {
			answer(whole);
		}
		else if (this.answer != null) {
			this.answer.complete();
		}
	}

	/** The connection has ended, or broke. */
	void lost(Throwable cause) {
		if (this.over) {
			return;
		}
		Http1Connection used = used();
		if (this.answer == null && this.request.isUntouched() && Resending.isRight(used.codec(), cause)) {
			this.connection = null;
			this.pool.acquireAgain(this);
			return;
		}
		this.over = true;
		finish();
		tell(cause, answering());
	}

	private void fail(Throwable cause, boolean answering) {
		if (this.over) {
			return;
		}
		Http1Connection used = used();
		if (this.request.isBegun()) {
			used.spoil();
		}
		this.over = true;
		finish();
		used.end();
		tell(cause, answering);
	}

	private void tell(Throwable met, boolean answering) {
		Throwable cause = (this.request.isWritten() && met instanceof IllegalArgumentException)
				? new DecoderException(met) : met;
		Http1Answer streaming = this.answer;
		if (streaming != null) {
			streaming.fail(isWorded(cause) ? cause : this.failures.ofBody(this.local, cause));
		}
		else {
			fail(isWorded(cause) ? cause
					: this.failures.of(this.request.verb(), this.request.url(), this.local, cause, answering));
		}
	}

	private static boolean isWorded(Throwable error) {
		return error instanceof AppCallException || error instanceof BodyMemoryException;
	}

}
