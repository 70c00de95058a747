package dev.daprinvoke.resolve.sqlite;

import java.util.UUID;

import dev.daprinvoke.resolve.Instance;

/**
 * Our row in the table of instances.
 *
 * @param id what tells our row from one that another process put in its place
 * @param address the unique address
 * @param appId the app
 */
record Registration(String id, String address, String appId) {

	static Registration of(Instance instance) {
		return new Registration(UUID.randomUUID().toString(), instance.endpoint().toString(), instance.id().value());
	}

}
