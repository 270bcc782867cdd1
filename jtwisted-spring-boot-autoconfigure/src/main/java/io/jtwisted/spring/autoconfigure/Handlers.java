package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.spring.ProtocolHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Brings together the beans with a {@link ProtocolHandler} and the places in the configuration. */
final class Handlers {
    private final DefaultListableBeanFactory beans;
    private final Rehearsal rehearsal;

    /**
     * A name, where it listens, and who serves it.
     *
     * @param handler the bean's name
     * @param autoStart whether it is opened with the context
     */
    record Listener(String name, String handler, Places.Place place, Factory factory, boolean autoStart) {

        ServerEndpoint endpoint() {
            return place.endpoint();
        }

        /** The property which says where it listens. */
        String key() {
            return place.key();
        }
    }

    Handlers(DefaultListableBeanFactory beans) {
        this.beans = beans;
        this.rehearsal = new Rehearsal(beans);
    }

    /**
     * What there is to open: for each handler, each of its listeners which is enabled.
     *
     * @param configured the names in the configuration; each needs a handler, unless it is not enabled
     * @throws WrongStart if handlers and places do not fit
     */
    List<Listener> listeners(Places places, Iterable<String> configured) {
        Map<String, String> beanOfListener = new HashMap<>();
        List<Listener> listeners = new ArrayList<>();
        for (String bean : beans.getBeanNamesForAnnotation(ProtocolHandler.class)) {
            listeners.addAll(listeners(bean, places, beanOfListener));
        }
        for (String name : configured) {
            if (places.isEnabled(name) && !beanOfListener.containsKey(name)) {
                throw WrongStart.noHandler(name);
            }
        }
        return listeners;
    }

    private List<Listener> listeners(String bean, Places places, Map<String, String> beanOfListener) {
        ProtocolHandler handler = beans.findAnnotationOnBean(bean, ProtocolHandler.class);
        if (handler == null) {
            return List.of();
        }
        String endpoint = endpoint(bean, handler);
        Factory factory = factory(bean);
        List<Listener> listeners = new ArrayList<>();
        for (String name : handler.value()) {
            String other = beanOfListener.put(name, bean);
            if (other != null) {
                throw WrongStart.twoHandlers(name, other, bean);
            }
            if (places.isEnabled(name)) {
                listeners.add(new Listener(name, bean, places.of(name, endpoint), factory, places.isAutoStart(name)));
            }
        }
        return listeners;
    }

    private String endpoint(String bean, ProtocolHandler handler) {
        if (handler.endpoint().isEmpty()) {
            return "";
        }
        if (handler.value().length != 1) {
            throw WrongStart.oneEndpoint(bean, handler.value().length);
        }
        return String.valueOf(beans.resolveEmbeddedValue(handler.endpoint()));
    }

    private Factory factory(String bean) {
        Class<?> type = beans.getType(bean);
        if (type != null && Protocol.class.isAssignableFrom(type)) {
            rehearsal.of(bean);
            return PrototypeFactory.of(beans, bean, type);
        }
        Object made = beans.getBean(bean);
        if (made instanceof Factory factory) {
            return factory;
        }
        throw WrongStart.notAHandler(bean, made.getClass());
    }
}
