package io.jtwisted.spring.autoconfigure;

import java.lang.reflect.Executable;
import java.util.LinkedHashSet;
import java.util.Objects;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.MethodParameter;

/**
 * Finds out, before the first connection does, whether a prototype could be made, and makes the singletons which it
 * wants. Makes no prototype: its constructor may count on a connection.
 */
final class Rehearsal {
    private final DefaultListableBeanFactory beans;

    Rehearsal(DefaultListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Resolves what the constructor of the protocol bean, or its {@code @Bean} method, asks for.
     *
     * @throws BeansException if something cannot be resolved
     * @throws WrongStart if it would be proxied
     */
    void of(String name) {
        RegisteredBean bean = RegisteredBean.of(beans, name);
        refuseProxy(bean);
        if (isPlain(bean.getMergedBeanDefinition())) {
            Executable maker = bean.resolveInstantiationDescriptor().executable();
            for (int i = 0; i < maker.getParameterCount(); i++) {
                resolve(bean, MethodParameter.forExecutable(maker, i));
            }
        }
    }

    private void refuseProxy(RegisteredBean bean) {
        // Not the definition's: that of a scanned class knows its name only, until the class is loaded.
        Class<?> type = Objects.requireNonNullElse(beans.getType(bean.getBeanName(), false), bean.getBeanClass());
        if (beans.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(bean.getBeanName()))) {
            throw WrongStart.proxied(bean.getBeanName(), type);
        }
        for (BeanPostProcessor processor : beans.getBeanPostProcessors()) {
            if (processor instanceof SmartInstantiationAwareBeanPostProcessor smart
                    && smart.determineBeanType(type, bean.getBeanName()) != type) {
                throw WrongStart.proxied(bean.getBeanName(), type);
            }
        }
    }

    // What a supplier does, and which arguments were set by hand, is not known before it is done.
    private static boolean isPlain(RootBeanDefinition definition) {
        return definition.getInstanceSupplier() == null && !definition.hasConstructorArgumentValues();
    }

    private void resolve(RegisteredBean bean, MethodParameter parameter) {
        if (parameter.getParameterType() == InjectionPoint.class) {
            return;
        }
        try {
            bean.resolveAutowiredArgument(
                    new DependencyDescriptor(parameter, true), beans.getTypeConverter(), new LinkedHashSet<>());
        } catch (BeansException e) {
            throw new UnsatisfiedDependencyException(
                    bean.getMergedBeanDefinition().getResourceDescription(),
                    bean.getBeanName(),
                    new InjectionPoint(parameter),
                    e);
        }
    }
}
