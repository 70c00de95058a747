package dev.daprinvoke.process.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contract platform.md 5.3.
 */
class DaprLogTests {

	private static final LogIdentity CART = new LogIdentity("cart", "my-host", "1.18.0");

	private static final String TIME = "time=\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d*[1-9])?(Z|[-+]\\d\\d:\\d\\d)\" ";

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private @Nullable DaprLog log;

	@AfterEach
	void stopLogging() {
		if (this.log != null) {
			this.log.close();
		}
	}

	@Test
	void whenSomethingIsLoggedThenTheLineIsAsDaprWritesIt() {
		start(LogLevel.INFO, CART);
		LoggerFactory.getLogger("dapr.runtime").info("starting {}", "Dapr Runtime");
		assertThat(text()).matches(TIME + "level=info msg=\"starting Dapr Runtime\" app_id=cart instance=my-host "
				+ "scope=dapr.runtime type=log ver=1\\.18\\.0\n");
	}

	@Test
	void whenThereIsNoAppIdThenTheLineHasNone() {
		start(LogLevel.INFO, new LogIdentity("", "my-host", "1.18.0"));
		LoggerFactory.getLogger("dapr.runtime").warn("hm");
		assertThat(text())
			.matches(TIME + "level=warning msg=hm instance=my-host scope=dapr.runtime type=log ver=1\\.18\\.0\n");
	}

	@Test
	void whenFieldsAreAddedThenTheyStandInTheLineAndWin() {
		start(LogLevel.INFO, CART);
		LoggerFactory.getLogger("dapr.runtime.http-info")
			.atInfo()
			.addKeyValue("method", "GET /x")
			.addKeyValue("type", "request")
			.log("HTTP API Called");
		assertThat(text()).endsWith("msg=\"HTTP API Called\" app_id=cart instance=my-host method=\"GET /x\" "
				+ "scope=dapr.runtime.http-info type=request ver=1.18.0\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor.netty.transport.ServerTransport",
			"org.springframework.boot.webflux.autoconfigure.error.AbstractErrorWebExceptionHandler",
			"org.springframework.web.HttpLogging" })
	void whenALibrarySaysWhatTheSidecarSaysItselfThenItIsLeftOut(String logger) {
		start(LogLevel.INFO, CART);
		LoggerFactory.getLogger(logger).error("failed", new IOException("because a client wanted it to"));
		assertThat(text()).isEmpty();
	}

	@Test
	void whenAnExceptionIsLoggedThenItsCausesStandInOneLine() {
		start(LogLevel.INFO, CART);
		LoggerFactory.getLogger("dapr.runtime")
			.error("failed", new IllegalStateException("outer", new IOException("inner\nline")));
		assertThat(text())
			.contains("level=error msg=failed app_id=cart error=\"java.lang.IllegalStateException: outer: "
					+ "java.io.IOException: inner\\nline\" instance=my-host")
			.hasLineCount(1);
	}

	@Test
	void whenLevelIsDebugThenExceptionsBringTheirStackInTheSameLine() {
		start(LogLevel.DEBUG, CART);
		LoggerFactory.getLogger("dapr.runtime").error("failed", new IllegalStateException("outer"));
		assertThat(text()).contains(" stack=\"java.lang.IllegalStateException: outer\\n").hasLineCount(1);
	}

	@ParameterizedTest
	@CsvSource({ "DEBUG,debug info warning error,info warning error", "INFO,info warning error,warning error",
			"WARN,warning error,warning error", "ERROR,error,error", "FATAL,," })
	void whenLevelIsGivenThenLessIsNotWrittenAndLibrariesOnlyWarn(LogLevel level, @Nullable String own,
			@Nullable String libraries) {
		start(level, CART);
		logAllLevels(LoggerFactory.getLogger("dev.daprinvoke.resolve.Resolver"));
		assertThat(levels()).containsExactlyElementsOf(words(own));
		this.out.reset();
		start(level, CART);
		logAllLevels(LoggerFactory.getLogger("io.netty.Foreign"));
		assertThat(levels()).containsExactlyElementsOf(words(libraries));
	}

	@ParameterizedTest
	@CsvSource({ "INFO", "FATAL" })
	void whenTheProcessGivesUpThenTheLineIsWrittenAtAnyLevel(LogLevel level) {
		start(level, CART).fatal("parameter {} cannot be empty");
		assertThat(text())
			.matches(TIME + "level=fatal msg=\"Fatal error from runtime: parameter \\{} cannot be empty\" "
					+ "app_id=cart instance=my-host scope=dapr.runtime type=log ver=1\\.18\\.0\n");
	}

	@Test
	void whenALibraryUsesJavasOwnLoggingThenItsLinesLookTheSame() {
		start(LogLevel.INFO, CART);
		java.util.logging.Logger.getLogger("io.grpc.Foreign").warning("hm");
		java.util.logging.Logger.getLogger("io.grpc.Foreign").info("quiet");
		assertThat(text())
			.endsWith("level=warning msg=hm app_id=cart instance=my-host scope=io.grpc.Foreign type=log "
					+ "ver=1.18.0\n")
			.hasLineCount(1);
	}

	@Test
	void whenJsonIsAskedForThenLinesAreJson() {
		this.log = DaprLog.start(new LogOptions(LogLevel.INFO, true, null), CART, this.out);
		LoggerFactory.getLogger("dapr.runtime").info("hello you");
		assertThat(text())
			.matches("\\{\"app_id\":\"cart\",\"instance\":\"my-host\",\"level\":\"info\",\"msg\":\"hello you\","
					+ "\"scope\":\"dapr.runtime\",\"time\":\"[^\"]+\",\"type\":\"log\",\"ver\":\"1.18.0\"}\n");
	}

	@Test
	void whenFileIsAskedForThenLinesAreAppendedThereInsteadOfStdout(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("daprd.log");
		Files.writeString(file, "before\n");
		this.log = DaprLog.start(new LogOptions(LogLevel.INFO, false, file), CART, this.out);
		LoggerFactory.getLogger("dapr.runtime").info("hello");
		stopLogging();
		assertThat(Files.readAllLines(file)).hasSize(2).last().asString().contains("msg=hello");
		assertThat(text()).isEmpty();
	}

	@Test
	void whenFileCannotBeOpenedThenTheCallerIsTold(@TempDir Path folder) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(
				() -> DaprLog.start(new LogOptions(LogLevel.INFO, false, folder.resolve("no/file")), CART, this.out));
	}

	@Test
	void whenLevelIsNamedThenItIsFoundInAnyCase() {
		assertThat(LogLevel.of("Debug")).contains(LogLevel.DEBUG);
		assertThat(LogLevel.of("trace")).isEmpty();
	}

	private DaprLog start(LogLevel level, LogIdentity identity) {
		DaprLog started = DaprLog.start(new LogOptions(level, false, null), identity, this.out);
		this.log = started;
		return started;
	}

	private static void logAllLevels(Logger logger) {
		logger.debug("x");
		logger.info("x");
		logger.warn("x");
		logger.error("x");
	}

	private List<String> levels() {
		return text().lines().map((line) -> line.replaceAll(".* level=(\\w+) .*", "$1")).toList();
	}

	private static List<String> words(@Nullable String text) {
		return (text != null) ? List.of(text.split(" ")) : List.of();
	}

	// Lines come out when they can; all of them at the latest when the log is closed.
	private String text() {
		stopLogging();
		return this.out.toString(StandardCharsets.UTF_8);
	}

}
