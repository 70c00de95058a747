package dev.daprinvoke.sidecar.edge;

/**
 * HTTP/2 on the way past Spring.
 */
class DirectHttp2Tests extends AbstractHttp2Tests {

	DirectHttp2Tests() {
		super("direct");
	}

}
