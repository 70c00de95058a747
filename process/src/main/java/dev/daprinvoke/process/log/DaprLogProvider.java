package dev.daprinvoke.process.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback for SLF4J without Logback's search for configuration, for which it looks into
 * every jar: {@link DaprLog} sets everything up.
 */
public final class DaprLogProvider implements SLF4JServiceProvider {

	private final LoggerContext context = new LoggerContext();

	private final IMarkerFactory markers = new BasicMarkerFactory();

	private final LogbackMDCAdapter values = new LogbackMDCAdapter();

	/** Called by SLF4J, which finds this class by the property {@code slf4j.provider}. */
	public DaprLogProvider() {
	}

	/** Makes SLF4J take this provider without looking for others, and without a word. */
	public static void choose() {
		System.setProperty("slf4j.internal.verbosity", "WARN");
		System.setProperty("slf4j.provider", DaprLogProvider.class.getName());
	}

	@Override
	public void initialize() {
		this.context.setName("default");
		this.context.setMDCAdapter(this.values);
		this.context.start();
	}

	@Override
	public ILoggerFactory getLoggerFactory() {
		return this.context;
	}

	@Override
	public IMarkerFactory getMarkerFactory() {
		return this.markers;
	}

	@Override
	public MDCAdapter getMDCAdapter() {
		return this.values;
	}

	@Override
	public String getRequestedApiVersion() {
		return "2.0.99";
	}

}
