package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes every protocol with a {@link ProtocolHandler} a prototype: a protocol is one connection. */
final class PrototypeProtocols implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            if (definition.isSingleton() && !definition.isAbstract() && isProtocolHandler(beans, name)) {
                definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
            }
        }
    }

    // Without allowFactoryBeanInit: it is too early to make any bean.
    private static boolean isProtocolHandler(ConfigurableListableBeanFactory beans, String name) {
        if (beans.findAnnotationOnBean(name, ProtocolHandler.class, false) == null) {
            return false;
        }
        Class<?> type = beans.getType(name, false);
        return type != null && Protocol.class.isAssignableFrom(type);
    }
}
