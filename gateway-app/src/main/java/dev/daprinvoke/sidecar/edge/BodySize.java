package dev.daprinvoke.sidecar.edge;

import java.util.function.IntConsumer;

/**
 * How many bytes of one answer's body have been given to the connection. Used on that
 * connection's event loop only.
 */
final class BodySize implements IntConsumer {

	private long bytes;

	@Override
	public void accept(int more) {
		this.bytes += more;
	}

	long bytes() {
		return this.bytes;
	}

}
