package dev.daprinvoke.process.log;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Turns a logging event into the fields Dapr's log lines have (contract, platform.md
 * 5.3).
 * <p>
 * Key-value pairs of SLF4J's fluent API become fields and win over the fixed ones: a call
 * log says {@code type=request} that way. Numbers stay whole numbers in JSON.
 */
final class DaprEncoder extends EncoderBase<ILoggingEvent> {

	/** Marks the one line before the process gives up: logback has no such level. */
	static final Marker FATAL = MarkerFactory.getMarker("FATAL");

	/** Go's RFC3339Nano: the fraction without trailing zeros. */
	private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss")
		.appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
		.appendOffset("+HH:MM", "Z")
		.toFormatter();

	private final LineFormat format;

	private final LogIdentity identity;

	private final ZoneId zone;

	private final boolean stackTraces;

	/**
	 * Creates the encoder.
	 * @param format how a line looks
	 * @param identity the fields of every line
	 * @param zone the zone times are written in
	 * @param stackTraces whether an exception's stack is written besides its message
	 */
	DaprEncoder(LineFormat format, LogIdentity identity, ZoneId zone, boolean stackTraces) {
		this.format = format;
		this.identity = identity;
		this.zone = zone;
		this.stackTraces = stackTraces;
	}

	@Override
	public byte[] encode(ILoggingEvent event) {
		String time = TIME.format(event.getInstant().atZone(this.zone));
		return this.format.line(time, level(event), event.getFormattedMessage(), fields(event))
			.getBytes(StandardCharsets.UTF_8);
	}

	private SortedMap<String, Object> fields(ILoggingEvent event) {
		SortedMap<String, Object> fields = new TreeMap<>();
		if (!this.identity.appId().isEmpty()) {
			fields.put("app_id", this.identity.appId());
		}
		fields.put("instance", this.identity.instance());
		fields.put("scope", Scope.of(event.getLoggerName()));
		fields.put("type", "log");
		fields.put("ver", this.identity.version());
		addError(fields, event.getThrowableProxy());
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			pairs.forEach((pair) -> fields.put(pair.key,
					(pair.value instanceof Number) ? pair.value : String.valueOf(pair.value)));
		}
		return fields;
	}

	private void addError(SortedMap<String, Object> fields, IThrowableProxy thrown) {
		if (thrown == null) {
			return;
		}
		StringBuilder chain = new StringBuilder();
		for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
			chain.append(chain.isEmpty() ? "" : ": ").append(cause.getClassName());
			chain.append((cause.getMessage() != null) ? ": " + cause.getMessage() : "");
		}
		fields.put("error", chain.toString());
		if (this.stackTraces) {
			fields.put("stack", ThrowableProxyUtil.asString(thrown));
		}
	}

	private static String level(ILoggingEvent event) {
		List<Marker> markers = event.getMarkerList();
		if (markers != null && markers.contains(FATAL)) {
			return "fatal";
		}
		return switch (event.getLevel().toInt()) {
			case Level.ERROR_INT -> "error";
			case Level.WARN_INT -> "warning";
			case Level.INFO_INT -> "info";
			default -> "debug";
		};
	}

	@Override
	public byte[] headerBytes() {
		return new byte[0];
	}

	@Override
	public byte[] footerBytes() {
		return new byte[0];
	}

}
