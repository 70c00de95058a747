package dev.daprinvoke.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.daprinvoke.harness.AppExchange;
import dev.daprinvoke.harness.HttpHead;
import dev.daprinvoke.harness.RawConnection;
import dev.daprinvoke.harness.RawHttp;
import dev.daprinvoke.harness.RawResponse;

/**
 * Calls of all kinds from {@code caller} to {@code callee} at a moderate rate, each kind
 * by a thread of its own, until it is stopped.
 */
final class MixedLoad implements AutoCloseable {

	private static final int MEBIBYTE = 1 << 20;

	private static final String PREFIX = "/v1.0/invoke/callee/method";

	private static final int EVENTS = 5;

	/** The most that are kept: the first ones tell the most. */
	private static final int MOST_FAILURES = 20;

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final AtomicLong calls = new AtomicLong();

	private final List<Thread> threads = new ArrayList<>();

	private final RawHttp http;

	private volatile boolean over;

	private MixedLoad(RawHttp http) {
		this.http = http;
	}

	/**
	 * Begins.
	 * @param pair who calls and is called; its app gets the handlers that are needed
	 * @return the running load
	 */
	static MixedLoad start(Pair pair) {
		pair.app()
			.withoutNotes()
			.on("/echo", MixedLoad::echo)
			.on("/events", MixedLoad::events)
			.on("/error", (exchange) -> exchange.respond(503, "{\"sorry\":true}", "Content-Type: application/json"));
		MixedLoad load = new MixedLoad(pair.caller().http());
		load.repeat("GET", 5, () -> load.expect(200, load.http.get(PREFIX + "/ok")));
		load.repeat("POST", 10, () -> load.expect(200, load.http.send("POST", PREFIX + "/ok", "x".repeat(1024))));
		load.repeat("1 MiB", 200, load::large);
		load.repeat("events", 50, load::stream);
		load.repeat("leaving", 50, load::leave);
		load.repeat("unknown app", 100, () -> load.expect(500, load.http.get("/v1.0/invoke/nobody/method/ok")));
		load.repeat("error", 50, () -> load.expect(503, load.http.get(PREFIX + "/error")));
		return load;
	}

	/** Lets the load go on. */
	void goOnUntil(long nanoTime) {
		for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/** How many calls came to their expected end. */
	long calls() {
		return this.calls.get();
	}

	/** What went wrong, as text. */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	/** Ends the load when the calls that are under way have ended. */
	void stop() throws InterruptedException {
		this.over = true;
		for (Thread thread : this.threads) {
			LockSupport.unpark(thread);
			thread.join(Duration.ofSeconds(30).toMillis());
			if (thread.isAlive()) {
				this.failures.add(thread.getName() + " does not end");
			}
		}
	}

	private void repeat(String name, int pauseMillis, Call call) {
		Thread thread = new Thread(() -> {
			while (!this.over && this.failures.size() < MOST_FAILURES) {
				try {
					call.make();
					this.calls.incrementAndGet();
				}
				catch (IOException | RuntimeException | AssertionError ex) {
					this.failures.add(name + ": " + ex);
				}
				LockSupport.parkNanos(Duration.ofMillis(pauseMillis).toNanos());
			}
		}, name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private void expect(int status, RawResponse answer) throws IOException {
		if (answer.status() != status) {
			throw new IOException("expected " + status + ", got " + answer.status() + " " + answer.text());
		}
	}

	private void large() throws IOException {
		try (RawConnection connection = this.http.open()) {
			connection.send("POST " + PREFIX + "/echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + MEBIBYTE + "\r\n\r\n");
			// Nothing comes back before all is there, so that one thread can do both.
			connection.send(new byte[MEBIBYTE]);
			long length = connection.body(connection.receiveHead()).transferTo(OutputStream.nullOutputStream());
			if (length != MEBIBYTE) {
				throw new IOException("of 1 MiB came back " + length);
			}
		}
	}

	private void stream() throws IOException {
		RawResponse answer = this.http.get(PREFIX + "/events", "Accept: text/event-stream");
		expect(200, answer);
		if (answer.text().split("\n\n").length != EVENTS) {
			throw new IOException("not all events came: " + answer.text());
		}
	}

	private void leave() throws IOException {
		try (RawConnection connection = this.http.open()) {
			connection.send(this.http.request("GET", PREFIX + "/events", "Accept: text/event-stream"));
			HttpHead head = connection.receiveHead();
			if (!head.firstLine().startsWith("HTTP/1.1 200")) {
				throw new IOException("expected 200, got " + head.firstLine());
			}
			connection.reset();
		}
	}

	private static void echo(AppExchange exchange) throws IOException {
		byte[] body = exchange.body().readAllBytes();
		try (OutputStream answer = exchange.respondChunked(200, "Content-Type: application/octet-stream")) {
			answer.write(body);
		}
	}

	private static void events(AppExchange exchange) throws IOException {
		try (InputStream body = exchange.body();
				OutputStream answer = exchange.respondChunked(200, "Content-Type: text/event-stream")) {
			body.transferTo(OutputStream.nullOutputStream());
			for (int i = 0; i < EVENTS; i++) {
				answer.write(("data: " + i + "\n\n").getBytes());
				answer.flush();
				LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
		}
	}

	@Override
	public void close() throws InterruptedException {
		stop();
	}

	/** One call with what it expects. */
	@FunctionalInterface
	private interface Call {

		void make() throws IOException;

	}

}
