package dev.daprinvoke.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.daprinvoke.benchmarks.load.LoadFailure;
import dev.daprinvoke.benchmarks.process.StoppedException;
import dev.daprinvoke.benchmarks.report.BarTable;
import dev.daprinvoke.benchmarks.report.Comparison;
import dev.daprinvoke.benchmarks.report.Machine;
import dev.daprinvoke.benchmarks.report.Report;
import dev.daprinvoke.benchmarks.report.ResultTables;
import dev.daprinvoke.benchmarks.report.Results;
import dev.daprinvoke.benchmarks.report.ResultsPage;
import dev.daprinvoke.benchmarks.subject.Direct;
import dev.daprinvoke.benchmarks.subject.Protocol;
import dev.daprinvoke.benchmarks.subject.ReferenceEnvoy;
import dev.daprinvoke.benchmarks.subject.ReferenceHaproxy;
import dev.daprinvoke.benchmarks.subject.ReferenceNetty;
import dev.daprinvoke.benchmarks.subject.SidecarLauncher;
import dev.daprinvoke.benchmarks.subject.SidecarPair;
import dev.daprinvoke.benchmarks.subject.SubjectStarter;

/**
 * The command behind {@code benchmarks/run}. Exit code 0 if everything asked for was
 * measured, 1 if something failed, 2 for a bad command line.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Runs the benchmark.
	 * @param arguments see {@code benchmarks/run --help}
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		Locale.setDefault(Locale.ROOT);
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		try {
			Options options = Options.parse(arguments);
			if (options.needsWrk()) {
				requireProgram(options.wrk(), "Install wrk, for example by `apt-get install wrk`.");
			}
			List<SidecarLauncher> launchers = new ArrayList<>(options.launchers());
			options.jdk17().ifPresent(launchers::add);
			for (SidecarLauncher launcher : launchers) {
				requireProgram(launcher.program(),
						"Build it with `./mvnw -q -DskipTests package`, name another program, or ask for --references-only.");
			}
			System.exit(run(options, out));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
		catch (StoppedException ex) {
			System.err.println("Stopped before the end.");
			System.exit(1);
		}
		catch (LoadFailure ex) {
			System.err
				.println("Direct calls to the app failed, which leaves nothing to compare with: " + ex.getMessage());
			System.exit(1);
		}
	}

	private static void requireProgram(Path path, String remedy) {
		if (!Files.isExecutable(path) || Files.isDirectory(path)) {
			throw new IllegalArgumentException("There is no program at " + path + ". " + remedy);
		}
	}

	private static int run(Options options, PrintStream out) throws IOException, InterruptedException {
		List<SubjectStarter> starters = starters(options);
		List<SubjectStarter> grpcStarters = grpcStarters(options);
		Conditions conditions = new Conditions(Machine.look(), options, starters, grpcStarters);
		Optional<ResultTables> accepted = accepted(options, out);
		conditions.lines().forEach(out::println);
		Results results = new Benchmark(options, starters, grpcStarters, conditions, out).run();
		String tables = report(options, starters, results).render();
		String summary = (options.launchers().isEmpty()) ? "" : new BarTable(results, SidecarPair.NAME).render()
				+ accepted.map((then) -> new Comparison(then, ResultTables.parse(tables)).render()).orElse("");
		out.println();
		out.print(tables);
		out.print(summary);
		if (options.results().isPresent()) {
			new ResultsPage(conditions.lines(), summary + tables).writeTo(options.results().get());
			out.println("Written to " + options.results().get());
		}
		return (results.failures().isEmpty()) ? 0 : 1;
	}

	/**
	 * Reads the last accepted results, before they may be written over.
	 */
	private static Optional<ResultTables> accepted(Options options, PrintStream out) throws IOException {
		if (options.accepted().filter(Files::isReadable).isEmpty()) {
			out.println("WITHOUT COMPARISON: there are no last accepted results.");
			return Optional.empty();
		}
		return Optional.of(ResultTables.parse(Files.readString(options.accepted().get())));
	}

	private static List<SubjectStarter> starters(Options options) {
		List<SubjectStarter> starters = new ArrayList<>();
		starters.add(new Direct());
		options.envoy().ifPresent((program) -> starters.add(new ReferenceEnvoy(program, Protocol.HTTP)));
		options.haproxy().ifPresent((program) -> starters.add(new ReferenceHaproxy(program, Protocol.HTTP)));
		options.netty().ifPresent((java) -> starters.add(new ReferenceNetty(java)));
		options.launchers().forEach((launcher) -> starters.add(new SidecarPair(launcher)));
		return starters;
	}

	/** The same, for gRPC; what has no gRPC is left out. */
	private static List<SubjectStarter> grpcStarters(Options options) {
		List<SubjectStarter> starters = new ArrayList<>();
		starters.add(new Direct());
		options.envoy().ifPresent((program) -> starters.add(new ReferenceEnvoy(program, Protocol.GRPC)));
		options.haproxy().ifPresent((program) -> starters.add(new ReferenceHaproxy(program, Protocol.GRPC)));
		options.launchers().forEach((launcher) -> starters.add(new SidecarPair(launcher, Protocol.GRPC)));
		return starters;
	}

	private static Report report(Options options, List<SubjectStarter> starters, Results results) {
		List<String> judged = options.launchers().stream().map(SidecarLauncher::name).toList();
		List<String> references = new ArrayList<>();
		options.envoy().ifPresent((program) -> references.add(ReferenceEnvoy.NAME));
		options.haproxy().ifPresent((program) -> references.add(ReferenceHaproxy.NAME));
		options.netty().ifPresent((java) -> references.add(ReferenceNetty.NAME));
		return new Report(results, starters.stream().map(SubjectStarter::name).toList(), judged, references);
	}

}
