package dev.daprinvoke.resolve.mdns;

import java.util.List;

import dev.daprinvoke.resolve.Endpoint;
import dev.daprinvoke.resolve.NameResolutionException;
import dev.daprinvoke.target.AppId;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One search for an app that is not known yet, shared by all who call the app meanwhile.
 * Runs on the protocol's thread.
 */
final class Browse {

	private final Sinks.One<Mono<List<Endpoint>>> result = Sinks.one();

	private final Disposable.Composite timers = Disposables.composite();

	private final AppId app;

	private final Browser browser;

	private @Nullable Mono<List<Endpoint>> sighted;

	private boolean settling;

	Browse(AppId app, Browser browser) {
		this.app = app;
		this.browser = browser;
	}

	/**
	 * What the search finds.
	 * @return the addresses, or a {@link NameResolutionException}
	 */
	Mono<List<Endpoint>> result() {
		return this.result.asMono().flatMap((answer) -> answer);
	}

	/**
	 * Asks, and sets the bound.
	 */
	void start(Timeline timeline, MdnsTimings timings) {
		if (this.browser.isClosed()) {
			finish();
			return;
		}
		this.browser.ask(this.app);
		this.timers.add(timeline.after(timings.retry(), this::askAgain));
		this.timers.add(timeline.after(timings.browse(), this::finish));
	}

	// A lost datagram must not cost the caller the answer.
	private void askAgain() {
		if (!this.settling) {
			this.browser.ask(this.app);
		}
	}

	/**
	 * Takes note that an instance answered or said goodbye: a few more may follow. What
	 * answered stays found, even if a call that could not connect to it has it forgotten
	 * meanwhile: it may be about to listen again.
	 * @param known the app's addresses, or {@code null} if the last one is gone
	 */
	void sighted(@Nullable Mono<List<Endpoint>> known, Timeline timeline, MdnsTimings timings) {
		this.sighted = known;
		if (known != null && !this.settling) {
			this.settling = true;
			this.timers.add(timeline.after(timings.settle(), this::finish));
		}
	}

	void finish() {
		this.timers.dispose();
		this.browser.finished(this.app, this);
		this.result.tryEmitValue((this.sighted != null) ? this.sighted : Browser.notFound(this.app));
	}

}
