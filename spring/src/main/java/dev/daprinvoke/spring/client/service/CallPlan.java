package dev.daprinvoke.spring.client.service;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriBuilderFactory;

import dev.daprinvoke.call.Invoker;

/**
 * How the calls of one method are made.
 *
 * @param invoker performs them
 * @param uris makes their URIs
 * @param fallback answers those that failed, or {@code null}
 */
record CallPlan(Invoker invoker, UriBuilderFactory uris, @Nullable Fallback fallback) {

}
