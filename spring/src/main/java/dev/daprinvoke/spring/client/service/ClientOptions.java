package dev.daprinvoke.spring.client.service;

/**
 * What operators say about clients. It wins over what annotations say.
 */
public interface ClientOptions {

	/** Nobody says anything. */
	ClientOptions NONE = (id, method) -> CallSettings.NONE;

	/**
	 * The settings for a method of a client.
	 * @param id the client's app id
	 * @param method the name of the Java method
	 * @return what is said about it
	 */
	CallSettings of(String id, String method);

}
