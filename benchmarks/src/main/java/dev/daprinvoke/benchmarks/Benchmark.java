package dev.daprinvoke.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.benchmarks.app.App;
import dev.daprinvoke.benchmarks.grpc.GrpcApp;
import dev.daprinvoke.benchmarks.grpc.GrpcCalls;
import dev.daprinvoke.benchmarks.load.BigTransfer;
import dev.daprinvoke.benchmarks.load.ClosedLoop;
import dev.daprinvoke.benchmarks.load.LoadFailure;
import dev.daprinvoke.benchmarks.load.OpenLoop;
import dev.daprinvoke.benchmarks.load.Readiness;
import dev.daprinvoke.benchmarks.part.AddedLatency;
import dev.daprinvoke.benchmarks.part.BigBodies;
import dev.daprinvoke.benchmarks.part.ClosedLoops;
import dev.daprinvoke.benchmarks.part.FirstRequests;
import dev.daprinvoke.benchmarks.part.GrowthOverApps;
import dev.daprinvoke.benchmarks.part.GrowthOverConnections;
import dev.daprinvoke.benchmarks.part.GrowthOverExchanges;
import dev.daprinvoke.benchmarks.part.OwnPairs;
import dev.daprinvoke.benchmarks.part.Pace;
import dev.daprinvoke.benchmarks.part.Part;
import dev.daprinvoke.benchmarks.part.Posts;
import dev.daprinvoke.benchmarks.part.Progress;
import dev.daprinvoke.benchmarks.part.ReadyTime;
import dev.daprinvoke.benchmarks.part.WarmUp;
import dev.daprinvoke.benchmarks.process.Child;
import dev.daprinvoke.benchmarks.process.Children;
import dev.daprinvoke.benchmarks.process.Ports;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.subject.SidecarPair;
import dev.daprinvoke.benchmarks.subject.Subject;
import dev.daprinvoke.benchmarks.subject.SubjectStarter;

/**
 * The story of a benchmark: start the app, then in every run start all subjects afresh,
 * measure part by part, stop them.
 */
final class Benchmark {

	private final Options options;

	/**
	 * Direct calls first.
	 */
	private final List<SubjectStarter> starters;

	private final List<SubjectStarter> grpcStarters;

	private final Conditions conditions;

	private final PrintStream out;

	Benchmark(Options options, List<SubjectStarter> starters, List<SubjectStarter> grpcStarters, Conditions conditions,
			PrintStream out) {
		this.options = options;
		this.starters = List.copyOf(starters);
		this.grpcStarters = List.copyOf(grpcStarters);
		this.conditions = conditions;
		this.out = out;
	}

	Results run() throws IOException, InterruptedException {
		Results results = new Results();
		Progress progress = new Progress(this.out, this.options.runs());
		try (Children children = Children.create();
				OpenLoop openLoop = new OpenLoop();
				BigTransfer bigTransfer = new BigTransfer()) {
			InetSocketAddress app = startApp(App.class, children);
			ReadyTime readyTime = new ReadyTime(this.options.launchers(), this.options.jdk17(), children, progress);
			ClosedLoop closedLoop = new ClosedLoop(this.options.wrk(), children);
			List<Part> parts = parts(closedLoop, openLoop, bigTransfer, progress);
			if (this.options.parts().contains(Selection.GROWTH)) {
				parts.addAll(growth(closedLoop, openLoop, children, app, progress));
			}
			for (int run = 1; run <= this.options.runs(); run++) {
				results.beginRun(run);
				progress.beginRun(run);
				if (this.options.parts().contains(Selection.READY)) {
					readyTime.measure(results);
				}
				if (!parts.isEmpty()) {
					measure(parts, order(this.starters, run), children, app, results);
				}
				if (this.options.parts().contains(Selection.GRPC)) {
					measure(List.of(new GrpcCalls(this.options.pace(), progress)), order(this.grpcStarters, run),
							children, startApp(GrpcApp.class, children), results);
				}
			}
		}
		return results;
	}

	/**
	 * Direct calls first, the others in an order that changes from run to run: none is
	 * always the one that comes after a certain other.
	 */
	private static List<SubjectStarter> order(List<SubjectStarter> starters, int run) {
		List<SubjectStarter> order = new ArrayList<>(starters);
		Collections.rotate(order.subList(1, order.size()), run - 1);
		return order;
	}

	private void measure(List<Part> parts, List<SubjectStarter> order, Children children, InetSocketAddress app,
			Results results) throws IOException, InterruptedException {
		List<Subject> subjects = new ArrayList<>();
		try {
			for (SubjectStarter starter : order) {
				try {
					subjects.add(starter.start(children, app));
				}
				catch (LoadFailure ex) {
					results.fail(starter.name(), ex.reason());
					this.out.println(starter.name() + " did not start: " + ex.reason());
				}
			}
			this.conditions.observe(subjects);
			for (Part part : parts) {
				part.measure(subjects, results);
			}
		}
		finally {
			subjects.forEach(Subject::close);
		}
	}

	private List<Part> parts(ClosedLoop closedLoop, OpenLoop openLoop, BigTransfer bigTransfer, Progress progress) {
		Pace pace = this.options.pace();
		boolean cpu = this.options.parts().contains(Selection.CPU);
		boolean throughput = this.options.parts().contains(Selection.THROUGHPUT);
		boolean latency = this.options.parts().contains(Selection.LATENCY);
		boolean big = this.options.parts().contains(Selection.BIG);
		List<Part> parts = new ArrayList<>();
		if (this.options.parts().contains(Selection.FIRST)) {
			parts.add(new FirstRequests(openLoop, pace, progress));
		}
		if (this.options.needsWrk()) {
			parts.add(new WarmUp(closedLoop, pace, progress));
		}
		if (cpu || throughput) {
			parts.add(new ClosedLoops(closedLoop, pace, throughput, progress));
		}
		if (this.options.parts().contains(Selection.POST)) {
			parts.add(new Posts(closedLoop, pace, progress));
		}
		if (latency) {
			parts.add(new AddedLatency(openLoop, pace, progress));
		}
		if (big) {
			parts.add(new BigBodies(bigTransfer, pace, progress));
		}
		return parts;
	}

	private List<Part> growth(ClosedLoop closedLoop, OpenLoop openLoop, Children children, InetSocketAddress app,
			Progress progress) {
		Pace pace = this.options.pace();
		OwnPairs pairs = new OwnPairs(this.options.launchers().stream().map(SidecarPair::new).toList(), children, app,
				new WarmUp(closedLoop, pace, progress), progress);
		return List.of(new GrowthOverConnections(closedLoop, pace, progress),
				new GrowthOverApps(pairs, openLoop, pace, progress), new GrowthOverExchanges(pairs, progress));
	}

	private static InetSocketAddress startApp(Class<?> main, Children children) throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.find(1).next());
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		// The run script gives an absolute class path: the app's working folder is
		// another.
		String classPath = System.getProperty("java.class.path");
		Child app = children.start("app", List.of(java, "-Xmx64m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=128m",
				"-cp", classPath, main.getName(), Integer.toString(address.getPort())), Map.of());
		Readiness.awaitListening(app, address);
		return address;
	}

}
