package dev.daprinvoke.sidecar.edge;

/**
 * What is at the bottom of a failure, in one line without a full stop.
 */
final class RootMessage {

	private RootMessage() {
	}

	static String of(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String message = (root.getMessage() != null) ? root.getMessage() : root.getClass().getSimpleName();
		return message.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
	}

}
