package dev.daprinvoke.resource;

/**
 * A resource that concerns this app and asks for a feature this sidecar does not have
 * yet.
 *
 * @param kind its kind, {@code Resiliency} or {@code HTTPEndpoint}
 * @param name its name, or empty
 * @param at where its document begins
 */
public record UnbuiltResource(String kind, String name, Position at) {

}
