package dev.daprinvoke.benchmarks.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk prints at its end.
 *
 * @param requests how many requests were answered
 * @param requestsPerSecond how many of them in a second
 * @param failures how many answers were not 2xx or 3xx, and how many connections or reads
 * failed
 */
record WrkReport(long requests, double requestsPerSecond, long failures) {

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");

	private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

	private static final Pattern BAD_ANSWERS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

	private static final Pattern SOCKET_ERRORS = Pattern
		.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

	static WrkReport parse(String output) {
		Matcher requests = REQUESTS.matcher(output);
		Matcher rate = RATE.matcher(output);
		if (!requests.find() || !rate.find()) {
			throw new LoadFailure("wrk says: " + output.strip());
		}
		return new WrkReport(Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)),
				sum(BAD_ANSWERS.matcher(output)) + sum(SOCKET_ERRORS.matcher(output)));
	}

	private static long sum(Matcher numbers) {
		long sum = 0;
		if (numbers.find()) {
			for (int group = 1; group <= numbers.groupCount(); group++) {
				sum += Long.parseLong(numbers.group(group));
			}
		}
		return sum;
	}

}
