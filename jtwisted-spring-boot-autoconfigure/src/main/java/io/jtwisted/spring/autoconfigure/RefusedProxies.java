package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Protocol;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Refuses protocols which were hidden behind a proxy, whatever made them. {@link Rehearsal} finds most of them before the
 * first connection does; not those whose {@code @Bean} method promises less than it makes, nor those which are no handlers.
 */
final class RefusedProxies implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof Protocol && bean instanceof SpringProxy) {
            throw WrongStart.proxied(name, AopUtils.getTargetClass(bean));
        }
        return bean;
    }
}
