package dev.daprinvoke.target;

/**
 * A server outside the mesh, named by its base URL instead of an app id.
 *
 * @param text the base URL, beginning with {@code http://} or {@code https://}
 */
public record UrlTarget(String text) implements InvokeTarget {

}
