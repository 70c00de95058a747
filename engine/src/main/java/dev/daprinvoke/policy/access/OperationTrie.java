package dev.daprinvoke.policy.access;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The operations of a policy by their paths, and how a path finds one (platform contract
 * section 2, the table of matches). Segment by segment the first child that fits is
 * taken, in the order in which operations were written, and there is no way back; the
 * first operation on that way is found, however much of the path is left. Filled once,
 * then safe for use by any number of threads.
 *
 * @param <T> what is found
 */
final class OperationTrie<T> {

	private static final String ONE = "*";

	private static final String ALL = "**";

	private final Node<T> root = new Node<>("");

	/**
	 * Adds an operation, unless there is one of the same path.
	 * @param pattern the path, without a leading slash
	 * @param operation the operation
	 */
	void put(String pattern, T operation) {
		Node<T> node = this.root;
		for (String segment : pattern.split("/", -1)) {
			node = node.child(segment);
		}
		if (node.operation == null) {
			node.operation = operation;
		}
	}

	/**
	 * Finds an operation.
	 * @param path the path, without a leading slash
	 * @return the operation, or {@code null} if none matches
	 */
	@Nullable T find(String path) {
		Node<T> node = this.root;
		for (int begin = 0; begin <= path.length();) {
			int slash = path.indexOf('/', begin);
			boolean last = slash < 0;
			int end = last ? path.length() : slash;
			node = node.fitting(path.substring(begin, end), last);
			if (node == null || node.operation != null) {
				return (node != null) ? node.operation : null;
			}
			begin = end + 1;
		}
		// A star behind the end stands for nothing at all.
		Node<T> rest = node.fitting("", true);
		return (rest != null && rest.isStar()) ? rest.operation : null;
	}

	private static final class Node<T> {

		private final String segment;

		private final List<Node<T>> children = new ArrayList<>(1);

		private @Nullable T operation;

		Node(String segment) {
			this.segment = segment;
		}

		Node<T> child(String name) {
			for (Node<T> each : this.children) {
				if (each.segment.equals(name)) {
					return each;
				}
			}
			Node<T> added = new Node<>(name);
			this.children.add(added);
			return added;
		}

		@Nullable Node<T> fitting(String name, boolean last) {
			for (Node<T> each : this.children) {
				if (each.fits(name, last)) {
					return each;
				}
			}
			return null;
		}

		boolean isStar() {
			return this.segment.equals(ONE) || this.segment.equals(ALL);
		}

		private boolean fits(String name, boolean last) {
			if (this.segment.equals(name) || this.segment.equals(ALL)) {
				return true;
			}
			return this.segment.equals(ONE) ? last : this.segment.indexOf('*') >= 0 && isLike(this.segment, name);
		}

		/** Whether a text is like a pattern whose stars stand for any characters. */
		private static boolean isLike(String pattern, String text) {
			int at = 0;
			int in = 0;
			int star = -1;
			int resume = 0;
			while (in < text.length()) {
				if (at < pattern.length() && pattern.charAt(at) == '*') {
					star = at++;
					resume = in;
				}
				else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
					at++;
					in++;
				}
				else if (star >= 0) {
					at = star + 1;
					in = ++resume;
				}
				else {
					return false;
				}
			}
			while (at < pattern.length() && pattern.charAt(at) == '*') {
				at++;
			}
			return at == pattern.length();
		}

	}

}
