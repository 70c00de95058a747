package dev.daprinvoke.observe;

import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

import dev.daprinvoke.observe.Description.Type;
import dev.daprinvoke.observe.Exposed.TextPiece;

/**
 * All meters of one engine, and the text in which Prometheus reads them: metrics sorted
 * by name, series sorted by label values, metrics without series left out (contract
 * section 5.2).
 * <p>
 * Safe for use by any number of threads; counting goes on while a scrape reads.
 */
public final class Meters {

	/** The {@code Content-Type} of a scrape, as real Dapr answers it. */
	public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

	private static final int BUFFER_FULL = 32 * 1024;

	private final ConcurrentNavigableMap<String, Exposed> families = new ConcurrentSkipListMap<>();

	/**
	 * Makes a metric of counters. Asking again for the same gives the same metric.
	 * @param name the name, which appears exactly as written
	 * @param help one line for humans
	 * @param labels the labels
	 * @return the metric
	 * @throws IllegalArgumentException if there is another metric of that name, or the
	 * name is not legal
	 */
	public Family<Counter> counters(String name, String help, LabelNames labels) {
		return family(new Description(name, Type.COUNTER, help, labels, null), Counter::new);
	}

	/**
	 * Makes a metric of histograms. Asking again for the same gives the same metric.
	 * @param name the name; the text adds {@code _bucket}, {@code _sum} and
	 * {@code _count}
	 * @param help one line for humans
	 * @param bounds the limits of the buckets and the unit of the values
	 * @param labels the labels, without {@code le}
	 * @return the metric
	 * @throws IllegalArgumentException if there is another metric of that name, or the
	 * name is not legal
	 */
	public Family<Histogram> histograms(String name, String help, Bounds bounds, LabelNames labels) {
		return family(new Description(name, Type.HISTOGRAM, help, labels, bounds), () -> new Histogram(bounds));
	}

	// A description names the type, so a family of the same description has the same
	// meters.
	@SuppressWarnings("unchecked")
	private <M extends Meter> Family<M> family(Description description, Supplier<M> meters) {
		return (Family<M>) registered(new Family<>(description, meters));
	}

	/**
	 * Makes a metric of one value that may rise and fall.
	 * @param name the name, which appears exactly as written
	 * @param help one line for humans
	 * @param value called by each scrape in its thread; not a number leaves the metric
	 * out
	 * @throws IllegalArgumentException if there is a metric of that name, or the name is
	 * not legal
	 */
	public void gauge(String name, String help, DoubleSupplier value) {
		poll(new Description(name, Type.GAUGE, help, LabelNames.of(), null), value);
	}

	/**
	 * Makes a metric of one value that only rises and is counted elsewhere.
	 * @param name the name, which appears exactly as written
	 * @param help one line for humans
	 * @param value called by each scrape in its thread; not a number leaves the metric
	 * out
	 * @throws IllegalArgumentException if there is a metric of that name, or the name is
	 * not legal
	 */
	public void polledCounter(String name, String help, DoubleSupplier value) {
		poll(new Description(name, Type.COUNTER, help, LabelNames.of(), null), value);
	}

	private void poll(Description description, DoubleSupplier value) {
		PolledValue polled = new PolledValue(description, value);
		if (registered(polled) != polled) {
			throw taken(description);
		}
	}

	private Exposed registered(Exposed family) {
		Description description = family.description();
		Exposed first = this.families.putIfAbsent(description.name(), family);
		if (first == null) {
			return family;
		}
		if (first.getClass() != family.getClass() || !Objects.equals(first.description(), description)) {
			throw taken(description);
		}
		return first;
	}

	private static IllegalArgumentException taken(Description description) {
		return new IllegalArgumentException(
				"name: " + description.name() + " (expected: a name that no other metric has)");
	}

	/**
	 * Writes all metrics. Polled values may read files, so event loops should not call
	 * this.
	 * @param out where to write
	 * @throws IOException if {@code out} does
	 */
	public void scrape(Appendable out) throws IOException {
		StringBuilder piece = new StringBuilder();
		for (Iterator<TextPiece> pieces = pieces(); pieces.hasNext();) {
			piece.setLength(0);
			pieces.next().appendTo(piece);
			out.append(piece);
		}
	}

	/**
	 * Writes all metrics in buffers of some 32 KiB, each made when it is asked for, so a
	 * slow reader costs no memory. Polled values may read files, so event loops should
	 * not subscribe.
	 * @param allocator where buffers come from
	 * @return the text in UTF-8, for any number of subscribers, who release the buffers
	 */
	public Flux<ByteBuf> scrape(ByteBufAllocator allocator) {
		return Flux.generate(this::pieces, (pieces, sink) -> {
			emit(pieces, allocator, sink);
			return pieces;
		});
	}

	private static void emit(Iterator<TextPiece> pieces, ByteBufAllocator allocator, SynchronousSink<ByteBuf> sink) {
		StringBuilder text = new StringBuilder();
		while (pieces.hasNext() && text.length() < BUFFER_FULL) {
			pieces.next().appendTo(text);
		}
		if (text.isEmpty()) {
			sink.complete();
		}
		else {
			sink.next(ByteBufUtil.writeUtf8(allocator, text));
		}
	}

	private Iterator<TextPiece> pieces() {
		return this.families.values().stream().flatMap(Exposed::text).iterator();
	}

}
