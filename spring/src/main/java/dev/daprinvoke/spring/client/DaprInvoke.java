package dev.daprinvoke.spring.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.web.service.annotation.HttpExchange;

/**
 * Declares an interface as a client of a Dapr app: its methods, annotated with
 * {@link org.springframework.web.service.annotation.GetExchange @GetExchange},
 * {@link org.springframework.web.service.annotation.PostExchange @PostExchange} and the
 * like, call the app's methods through the sidecar.
 * <p>
 * An interface with a method that returns a {@code Mono} or {@code Flux} needs WebClient
 * on the class path; without one, RestClient. All that Spring's HTTP interfaces can do
 * holds here too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@HttpExchange
public @interface DaprInvoke {

	/**
	 * Whom to call: an app id such as {@code cart}, an id with its namespace such as
	 * {@code cart.production}, the name of an HTTPEndpoint, or a URL that begins with
	 * {@code http://} or {@code https://}. Placeholders such as {@code ${cart.app-id}}
	 * are resolved; the result must not be empty.
	 */
	String value();

	/**
	 * The path in front of those of the methods, by default none.
	 */
	@AliasFor(annotation = HttpExchange.class, attribute = "url")
	String path() default "";

	/**
	 * Headers of all its requests, each as {@code name=value}; placeholders are resolved.
	 */
	@AliasFor(annotation = HttpExchange.class, attribute = "headers")
	String[] headers() default {};

	/**
	 * The content type of all its requests, unless a method names another.
	 */
	@AliasFor(annotation = HttpExchange.class, attribute = "contentType")
	String contentType() default "";

	/**
	 * The media types that all its methods accept, unless a method names others.
	 */
	@AliasFor(annotation = HttpExchange.class, attribute = "accept")
	String[] accept() default {};

}
