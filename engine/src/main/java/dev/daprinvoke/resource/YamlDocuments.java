package dev.daprinvoke.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file into documents where a line begins with {@code ---}, whatever follows on
 * that line (contract section 7.1, row "multi-document"). Pieces of only blank lines and
 * comments are no documents.
 */
final class YamlDocuments {

	/** How many documents of a file are looked at. */
	static final int MAX_DOCUMENTS = 1000;

	private static final String SEPARATOR = "---";

	private YamlDocuments() {
	}

	/**
	 * Cuts a text.
	 * @param text the whole text of a file
	 * @return the documents in order, one more than {@link #MAX_DOCUMENTS} at most
	 */
	static List<Document> cut(String text) {
		List<Document> documents = new ArrayList<>();
		int start = 0;
		int line = 0;
		int firstLine = 0;
		int lineStart = nextLine(text, 0);
		while (lineStart < text.length() && documents.size() < MAX_DOCUMENTS) {
			line++;
			int next = nextLine(text, lineStart);
			if (text.startsWith(SEPARATOR, lineStart)) {
				add(documents, text.substring(start, lineStart), firstLine);
				start = next;
				firstLine = line + 1;
			}
			lineStart = next;
		}
		add(documents, text.substring(start), firstLine);
		return documents;
	}

	private static void add(List<Document> documents, String text, int linesBefore) {
		if (text.lines().anyMatch(YamlDocuments::saysSomething)) {
			documents.add(new Document(text, linesBefore));
		}
	}

	// The very first line may be a separator too: nothing precedes it.
	private static boolean saysSomething(String line) {
		String stripped = line.strip();
		return !stripped.isEmpty() && !stripped.startsWith("#") && !stripped.equals(SEPARATOR);
	}

	private static int nextLine(String text, int from) {
		int newline = text.indexOf('\n', from);
		return (newline < 0) ? text.length() : newline + 1;
	}

	/**
	 * One document of a file.
	 *
	 * @param text its text
	 * @param linesBefore how many lines of the file precede it
	 */
	record Document(String text, int linesBefore) {

	}

}
