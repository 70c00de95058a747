package dev.daprinvoke.observe;

import java.util.stream.Stream;

/**
 * A metric as a scrape sees it.
 */
abstract class Exposed {

	/**
	 * What it is.
	 * @return the description, which never changes
	 */
	abstract Description description();

	/**
	 * The text of the metric in pieces, each of them bounded: first the description, then
	 * one piece for each series; nothing at all while there is no series.
	 * @return the pieces, to be written one after the other in one thread
	 */
	abstract Stream<TextPiece> text();

	/** Writes whole lines. */
	interface TextPiece {

		void appendTo(StringBuilder out);

	}

}
