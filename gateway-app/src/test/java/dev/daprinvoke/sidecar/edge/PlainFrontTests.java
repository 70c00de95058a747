package dev.daprinvoke.sidecar.edge;

/**
 * Past Spring.
 */
class PlainFrontTests extends AbstractFrontTests {

	PlainFrontTests() {
		super("plain");
	}

}
