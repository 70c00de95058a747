package dev.daprinvoke.spring.client.service;

/**
 * A bean that is there where {@link EnableDaprInvoke} says where clients are; then nobody
 * else looks for them.
 */
public final class OwnSearch {

}
