package dev.daprinvoke.resource;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads the first document of a YAML text within limits: its size, its depth, its aliases
 * and the values it stands for. No object of a class that the text names is ever made,
 * only nodes are composed.
 */
final class YamlReader {

	/**
	 * How large a file, and a text after environment expansion, may be, in bytes. It is
	 * what a ConfigMap can hold; SnakeYAML's time grows with the square of a single
	 * value's length, which this keeps to about a second.
	 */
	static final int MAX_SIZE = 1024 * 1024;

	/** How deep lists and mappings may be nested. */
	static final int MAX_DEPTH = 50;

	private static final int MAX_ALIASES = 50;

	private final Path file;

	YamlReader(Path file) {
		this.file = file;
	}

	/**
	 * Reads the first document.
	 * @param text the text
	 * @param linesBefore how many lines of the file precede the text
	 * @return the document, or {@code null} if the text holds none
	 * @throws MalformedYamlException if it is not YAML, or is beyond a limit, or is not a
	 * mapping
	 */
	@Nullable YamlMapping readFirst(String text, int linesBefore) {
		Node root = compose(text, linesBefore);
		if (root == null) {
			return null;
		}
		YamlValue value = new YamlNodes(this.file, linesBefore).convert(root);
		if (value.isNull()) {
			return null;
		}
		if (value instanceof YamlMapping mapping) {
			return mapping;
		}
		throw new MalformedYamlException(value.at(), "the document is not a mapping");
	}

	private @Nullable Node compose(String text, int linesBefore) {
		try {
			Iterator<Node> documents = yaml().composeAll(new StringReader(text)).iterator();
			return documents.hasNext() ? documents.next() : null;
		}
		catch (MarkedYAMLException ex) {
			Mark mark = (ex.getProblemMark() != null) ? ex.getProblemMark() : ex.getContextMark();
			int line = (mark != null) ? mark.getLine() : 0;
			int column = (mark != null) ? mark.getColumn() : 0;
			throw malformed(line + linesBefore, column, ex.getProblem(), ex);
		}
		catch (ReaderException ex) {
			throw notPrintable(text, linesBefore, ex);
		}
		catch (YAMLException ex) {
			throw malformed(linesBefore, 0, firstLine(ex), ex);
		}
	}

	private MalformedYamlException notPrintable(String text, int linesBefore, ReaderException ex) {
		int line = linesBefore;
		int column = 0;
		for (int codePoint : text.codePoints().takeWhile(StreamReader::isPrintable).toArray()) {
			line += (codePoint == '\n') ? 1 : 0;
			column = (codePoint == '\n') ? 0 : column + 1;
		}
		return malformed(line, column, String.format("the character U+%04X is not allowed", ex.getCodePoint()), ex);
	}

	private MalformedYamlException malformed(int line, int column, @Nullable String problem, Exception cause) {
		return new MalformedYamlException(new Position(this.file, line + 1, column + 1),
				(problem != null) ? problem : firstLine(cause), cause);
	}

	private static String firstLine(Exception ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse("not YAML");
	}

	private static Yaml yaml() {
		LoaderOptions limits = new LoaderOptions();
		limits.setCodePointLimit(MAX_SIZE);
		limits.setNestingDepthLimit(MAX_DEPTH);
		limits.setMaxAliasesForCollections(MAX_ALIASES);
		limits.setAllowRecursiveKeys(false);
		DumperOptions unused = new DumperOptions();
		return new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits);
	}

}
