package dev.daprinvoke.process.log;

import java.util.SortedMap;

/**
 * Writes one entry as one line.
 */
interface LineFormat {

	/**
	 * Makes the line.
	 * @param time when it happened, as RFC 3339
	 * @param level the level in logrus' words
	 * @param message what is said
	 * @param fields everything else, sorted by name
	 * @return the line with its line feed
	 */
	String line(String time, String level, String message, SortedMap<String, ?> fields);

}
