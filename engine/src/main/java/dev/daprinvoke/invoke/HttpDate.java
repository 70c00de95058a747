package dev.daprinvoke.invoke;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import dev.daprinvoke.message.InvokeHeaders;

/**
 * The {@code Date} that every HTTP answer has: the app's own, else the present second.
 */
public final class HttpDate {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
			Locale.ENGLISH);

	private static volatile Second now = new Second(0, "");

	private HttpDate() {
	}

	/**
	 * Adds the present time if the headers have none.
	 * @param headers the headers of an answer
	 */
	public static void addIfMissing(InvokeHeaders headers) {
		if (!headers.contains("Date")) {
			headers.add("Date", now());
		}
	}

	/**
	 * The present time.
	 * @return for example {@code Sat, 01 Jan 2000 00:00:00 GMT}
	 */
	public static String now() {
		long second = System.currentTimeMillis() / 1000;
		Second cached = now;
		if (cached.epoch() != second) {
			cached = new Second(second, FORMAT.format(ZonedDateTime.now(ZoneOffset.UTC)));
			now = cached;
		}
		return cached.text();
	}

	private record Second(long epoch, String text) {

	}

}
