package dev.daprinvoke.resource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the composed nodes of one document into values. Aliases are written out, so the
 * values they stand for are counted: fifty aliases suffice to write a document of
 * millions.
 */
final class YamlNodes {

	static final int MAX_VALUES = 100_000;

	private static final Set<Tag> TAGS = Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL,
			Tag.TIMESTAMP, Tag.MERGE);

	private static final String MERGE_KEY = "<<";

	private final Path file;

	private final int linesBefore;

	private int values;

	YamlNodes(Path file, int linesBefore) {
		this.file = file;
		this.linesBefore = linesBefore;
	}

	/**
	 * Converts a document's root.
	 * @param root the node
	 * @return the value
	 * @throws MalformedYamlException if a tag is unknown, a key repeated or no text, or a
	 * limit exceeded
	 */
	YamlValue convert(Node root) {
		return convert(root, position(root), 0);
	}

	private YamlValue convert(Node node, Position at, int depth) {
		check(node, depth);
		if (node instanceof MappingNode mapping) {
			return new YamlMapping(at, entries(mapping, depth));
		}
		if (node instanceof SequenceNode sequence) {
			return new YamlSequence(at, items(sequence, depth));
		}
		ScalarNode scalar = (ScalarNode) node;
		boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN && !scalar.getTag().equals(Tag.STR);
		return new YamlScalar(at, scalar.getValue(), plain);
	}

	private void check(Node node, int depth) {
		if (!TAGS.contains(node.getTag())) {
			throw new MalformedYamlException(position(node), "the tag " + node.getTag().getValue() + " is not known");
		}
		// An alias to a node around it has no end.
		if (depth > YamlReader.MAX_DEPTH) {
			throw new MalformedYamlException(position(node),
					"with its aliases it is nested deeper than " + YamlReader.MAX_DEPTH + " levels");
		}
		if (++this.values > MAX_VALUES) {
			throw new MalformedYamlException(position(node), "it stands for more than " + MAX_VALUES + " values");
		}
	}

	private List<YamlValue> items(SequenceNode sequence, int depth) {
		List<YamlValue> items = new ArrayList<>();
		for (Node item : sequence.getValue()) {
			items.add(convert(item, position(item), depth + 1));
		}
		return items;
	}

	private Map<String, YamlValue> entries(MappingNode mapping, int depth) {
		Map<String, YamlValue> entries = new LinkedHashMap<>();
		Map<String, YamlValue> merged = new LinkedHashMap<>();
		for (NodeTuple tuple : mapping.getValue()) {
			String key = key(tuple.getKeyNode());
			if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
				merge(convert(tuple.getValueNode(), position(tuple.getKeyNode()), depth + 1), merged);
			}
			else if (entries.put(key, convert(tuple.getValueNode(), position(tuple.getKeyNode()), depth + 1)) != null) {
				throw new MalformedYamlException(position(tuple.getKeyNode()), "the key " + key + " is there twice");
			}
		}
		merged.forEach(entries::putIfAbsent);
		return entries;
	}

	private void merge(YamlValue value, Map<String, YamlValue> into) {
		if (value instanceof YamlSequence sequence) {
			sequence.items().forEach((item) -> merge(item, into));
		}
		else if (value instanceof YamlMapping mapping) {
			mapping.entries().forEach(into::putIfAbsent);
		}
		else {
			throw new MalformedYamlException(value.at(), MERGE_KEY + " is not a mapping");
		}
	}

	private String key(Node node) {
		if (node instanceof ScalarNode scalar && TAGS.contains(node.getTag())) {
			return scalar.getValue();
		}
		throw new MalformedYamlException(position(node), "a key is not a text");
	}

	private Position position(Node node) {
		return new Position(this.file, node.getStartMark().getLine() + 1 + this.linesBefore,
				node.getStartMark().getColumn() + 1);
	}

}
