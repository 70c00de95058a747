package dev.daprinvoke.observe;

import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.message.TraceContext;

/**
 * Decides at which point of a trace a call stands while it is in this sidecar (platform
 * contract, section 5.1). If an exporter or a sampling rate is configured, the sidecar is
 * a span of its own; otherwise what came passes unchanged. Where nothing came a trace
 * begins, in the latter case one that nobody records: real Dapr then sends a context of
 * zeros. Safe for use by several threads.
 */
public final class Tracing {

	/** What holds if the rate is not written, or not as a number. */
	private static final double DEFAULT_RATE = 0.0001;

	private final boolean ownSpans;

	private final double rate;

	private final long sampledBelow;

	private Tracing(boolean ownSpans, double rate) {
		this.ownSpans = ownSpans;
		this.rate = Math.max(0, rate);
		this.sampledBelow = (long) (this.rate * 0x1p63);
	}

	/**
	 * Reads the settings.
	 * @param samplingRate which part of new traces is recorded, as written in the
	 * Configuration, or empty
	 * @param exporting whether an exporter is configured
	 * @return the decision maker, or {@code null} if a rate of 0 switches tracing off
	 */
	public static @Nullable Tracing of(String samplingRate, boolean exporting) {
		double rate = parse(samplingRate);
		return (rate == 0) ? null : new Tracing(exporting || !samplingRate.isEmpty(), rate);
	}

	private static double parse(String samplingRate) {
		try {
			double rate = Double.parseDouble(samplingRate);
			return Double.isNaN(rate) ? DEFAULT_RATE : rate;
		}
		catch (NumberFormatException ex) {
			return DEFAULT_RATE;
		}
	}

	/**
	 * The context of a call in this sidecar.
	 * @param received what came with the call, or {@code null}
	 * @return what goes on with it
	 */
	public TraceContext next(@Nullable TraceContext received) {
		if (received == null) {
			return begin();
		}
		return this.ownSpans ? received.child(id()) : received;
	}

	private TraceContext begin() {
		long low = id();
		boolean sampled = this.ownSpans && (this.rate >= 1 || (low >>> 1) < this.sampledBelow);
		return TraceContext.root(id(), low, id(), sampled);
	}

	private static long id() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long id = random.nextLong();
		while (id == 0) {
			id = random.nextLong();
		}
		return id;
	}

	/**
	 * The sampler's description, on which tools match at start-up (contract section 0).
	 * @param tracing the decision maker, or {@code null} if tracing is off
	 * @return for example {@code TraceIDRatioBased{0.0001}}
	 */
	public static String sampler(@Nullable Tracing tracing) {
		double rate = (tracing != null) ? tracing.rate : 0;
		return (rate >= 1) ? "AlwaysOnSampler" : "TraceIDRatioBased{" + NumberText.of(rate) + "}";
	}

}
