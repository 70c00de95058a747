package dev.daprinvoke.benchmarks.grpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.daprinvoke.benchmarks.load.ClosedLoop.Throughput;
import dev.daprinvoke.benchmarks.load.Latencies;
import dev.daprinvoke.benchmarks.part.Attempt;
import dev.daprinvoke.benchmarks.part.Cost;
import dev.daprinvoke.benchmarks.part.Pace;
import dev.daprinvoke.benchmarks.part.Part;
import dev.daprinvoke.benchmarks.part.Progress;
import dev.daprinvoke.benchmarks.report.Figure;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.Section;
import dev.daprinvoke.benchmarks.subject.Subject;

/**
 * What gRPC calls cost that pass through, and how many messages pass: unary calls, many
 * and one at a time, {@code InvokeService}, and streams.
 */
public final class GrpcCalls implements Part {

	private static final int CONNECTIONS = 4;

	private static final int CALLS = 16;

	private static final byte[] SMALL = new byte[128];

	private static final byte[] LARGE = new byte[16 * 1024];

	private final Pace pace;

	private final Progress progress;

	private @Nullable Latencies direct;

	/**
	 * Prepares the part.
	 * @param pace how long
	 * @param progress where the lines go
	 */
	public GrpcCalls(Pace pace, Progress progress) {
		this.pace = pace;
		this.progress = progress;
	}

	@Override
	public void measure(List<Subject> subjects, Results results) throws IOException, InterruptedException {
		this.direct = null;
		each(subjects, "gRPC warm-up", results, this::warmUp);
		each(subjects, "gRPC, 4 × 16 calls", results, (subject) -> many(subject, results));
		each(subjects, "gRPC, one call at a time", results, (subject) -> single(subject, results));
		each(subjects, "InvokeService", results, (subject) -> invokeService(subject, results));
		each(subjects, "gRPC messages", results, (subject) -> messages(subject, results));
	}

	private void each(List<Subject> subjects, String what, Results results, Measurement measurement)
			throws IOException, InterruptedException {
		for (Subject subject : subjects) {
			Attempt.of(subject.name(), what, results, this.progress, () -> measurement.of(subject));
		}
	}

	private void warmUp(Subject subject) throws InterruptedException {
		Duration third = this.pace.warmUp().dividedBy(3);
		GrpcLoad load = many(subject);
		double rate = load.unary(Methods.UNARY, SMALL, third.multipliedBy(2)).throughput().requestsPerSecond();
		load.unary(Methods.INVOKE_SERVICE, Methods.invokeServiceRequest(), third);
		one(subject).echo(SMALL, third);
		this.progress.line(subject.name(), String.format("gRPC warm-up: %,.0f/s", rate));
	}

	private void many(Subject subject, Results results) throws IOException, InterruptedException {
		Cost cost = cost(subject, () -> many(subject).unary(Methods.UNARY, SMALL, this.pace.closedLoop()).throughput());
		cost.addTo(results, subject, Section.GRPC_CPU);
		rate(Section.GRPC_RATE, "unary, 4 × 16 calls", subject, results, cost);
	}

	private void single(Subject subject, Results results) throws InterruptedException {
		GrpcLoad.Answered answered = one(subject).unary(Methods.UNARY, SMALL, this.pace.openLoop());
		results.add(new Figure(Section.GRPC_RATE, "unary, one at a time", "1/s", 0), subject.name(),
				answered.throughput().requestsPerSecond());
		if (subject.hops().isEmpty()) {
			this.direct = answered.latencies();
		}
		StringBuilder line = new StringBuilder("gRPC, one at a time:");
		for (int percent : new int[] { 50, 99 }) {
			double millis = answered.latencies().percentileMillis(percent);
			results.add(new Figure(Section.GRPC_LATENCY, "p" + percent, "ms", 3), subject.name(), millis);
			line.append(String.format(" p%d %.3f ms", percent, millis));
			if (this.direct != null && !subject.hops().isEmpty()) {
				results.add(new Figure(Section.GRPC_LATENCY, "added p" + percent, "ms", 3), subject.name(),
						millis - this.direct.percentileMillis(percent));
			}
		}
		this.progress.line(subject.name(), line.toString());
	}

	private void invokeService(Subject subject, Results results) throws IOException, InterruptedException {
		byte[] request = Methods.invokeServiceRequest();
		Cost cost = cost(subject,
				() -> many(subject).unary(Methods.INVOKE_SERVICE, request, this.pace.closedLoop()).throughput());
		cost.addTo(results, subject, Section.GRPC_INVOKE);
		rate(Section.GRPC_RATE, "InvokeService, 4 × 16 calls", subject, results, cost);
	}

	private void messages(Subject subject, Results results) throws IOException, InterruptedException {
		Duration time = this.pace.closedLoop().dividedBy(2);
		stream("128 bytes up", subject, results, () -> one(subject).up(SMALL, time));
		stream("128 bytes down", subject, results, () -> one(subject).down(SMALL, time));
		stream("128 bytes both ways", subject, results, () -> one(subject).echo(SMALL, time));
		stream("16 KB up", subject, results, () -> one(subject).up(LARGE, time));
		stream("16 KB down", subject, results, () -> one(subject).down(LARGE, time));
		stream("16 KB both ways", subject, results, () -> one(subject).echo(LARGE, time));
		stream("ping-pong of 128 bytes", subject, results, () -> one(subject).pingPong(SMALL, time));
	}

	private void stream(String label, Subject subject, Results results, Streaming streaming)
			throws IOException, InterruptedException {
		Cost cost = cost(subject, () -> streaming.run().throughput());
		rate(Section.GRPC_MESSAGES, label, subject, results, cost);
		if (!subject.hops().isEmpty()) {
			results.add(new Figure(Section.GRPC_MESSAGE_CPU, label, "s", 3), subject.name(), cost.pair());
		}
	}

	private void rate(Section section, String label, Subject subject, Results results, Cost cost) {
		results.add(new Figure(section, label, "1/s", 0), subject.name(), cost.requestsPerSecond());
		this.progress.line(subject.name(), String.format("gRPC, %s: %,.0f/s, %.3f CPU s per 10,000", label,
				cost.requestsPerSecond(), cost.pair()));
	}

	private static Cost cost(Subject subject, Counted load) throws IOException, InterruptedException {
		return Cost.of(subject, load::run);
	}

	private static GrpcLoad many(Subject subject) {
		return new GrpcLoad(address(subject), CONNECTIONS, CALLS);
	}

	private static GrpcLoad one(Subject subject) {
		return new GrpcLoad(address(subject), 1, 1);
	}

	private static InetSocketAddress address(Subject subject) {
		return subject.target().address();
	}

	@FunctionalInterface
	private interface Measurement {

		void of(Subject subject) throws IOException, InterruptedException;

	}

	@FunctionalInterface
	private interface Streaming {

		GrpcLoad.Answered run() throws InterruptedException;

	}

	@FunctionalInterface
	private interface Counted {

		Throughput run() throws InterruptedException;

	}

}
