package dev.daprinvoke.sidecar.edge;

/**
 * Odd requests on the way past Spring.
 */
class DirectOddRequestTests extends AbstractOddRequestTests {

	DirectOddRequestTests() {
		super("direct");
	}

}
