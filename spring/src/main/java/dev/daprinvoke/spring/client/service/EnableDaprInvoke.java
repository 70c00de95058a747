package dev.daprinvoke.spring.client.service;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

import dev.daprinvoke.spring.client.DaprInvoke;

/**
 * Makes beans of interfaces annotated with {@link DaprInvoke}. Not needed in a Spring
 * Boot app for interfaces in its own packages, which are found; where it is used, nothing
 * else is searched.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Import({ DaprInvokeRegistrar.class, OwnSearch.class })
public @interface EnableDaprInvoke {

	/**
	 * The packages in which to look, with those below them. By default the package of the
	 * annotated class, unless {@link #clients()} names interfaces.
	 */
	String[] basePackages() default {};

	/**
	 * Classes whose packages are searched like {@link #basePackages()}.
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * The interfaces themselves.
	 */
	Class<?>[] clients() default {};

}
