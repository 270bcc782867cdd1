package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.spring.ProtocolHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Brings together the beans with a {@link ProtocolHandler}, the places in the configuration, and the reactors. */
final class Handlers {
    private final DefaultListableBeanFactory beans;
    private final Places places;
    private final Homes homes;
    private final Rehearsal rehearsal;

    /**
     * A name, where it listens, and what serves it.
     *
     * @param handler the bean's name
     * @param reactor the one that the factory lives on, or that listens for a Sharable one
     * @param autoStart whether it is opened with the context
     */
    record Listener(
            String name, String handler, Places.Place place, Factory factory, Reactor reactor, boolean autoStart) {

        ServerEndpoint endpoint() {
            return place.endpoint();
        }

        /** The property which says where it listens. */
        String key() {
            return place.key();
        }
    }

    Handlers(DefaultListableBeanFactory beans, Places places, Homes homes) {
        this.beans = beans;
        this.places = places;
        this.homes = homes;
        this.rehearsal = new Rehearsal(beans);
    }

    /** The names of all listeners which have a handler in this context, and are enabled. Makes no bean. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String bean : beans.getBeanNamesForAnnotation(ProtocolHandler.class)) {
            names.addAll(names(beans, bean));
        }
        names.removeIf(name -> !places.isEnabled(name));
        return names;
    }

    /**
     * Where the handler of this listener lives. May be asked while beans are still made.
     *
     * @throws IllegalArgumentException if no handler has a listener of this name
     */
    Reactor reactor(String listener) {
        Set<String> names = names();
        if (!names.contains(listener)) {
            throw new IllegalArgumentException("there is no listener '" + listener + "', but " + names);
        }
        return homes.of(listener);
    }

    /**
     * What there is to open: for each handler, each of its listeners which is enabled.
     *
     * @param configured the names in the configuration; each needs a handler here or in a parent context, unless it is
     *     not enabled
     * @throws WrongStart if handlers, places and reactors do not fit
     */
    List<Listener> listeners(Iterable<String> configured) {
        Map<String, String> beanOfListener = new HashMap<>();
        List<Listener> listeners = new ArrayList<>();
        for (String bean : beans.getBeanNamesForAnnotation(ProtocolHandler.class)) {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                listeners.addAll(listeners(bean, beanOfListener));
            }
        }
        for (String name : configured) {
            if (places.isEnabled(name) && !beanOfListener.containsKey(name) && !isServedByParent(name)) {
                throw WrongStart.noHandler(name);
            }
        }
        return listeners;
    }

    private List<Listener> listeners(String bean, Map<String, String> beanOfListener) {
        ProtocolHandler handler = beans.findAnnotationOnBean(bean, ProtocolHandler.class);
        if (handler == null) {
            return List.of();
        }
        String endpoint = endpoint(bean, handler);
        List<String> enabled = new ArrayList<>();
        for (String name : handler.value()) {
            String other = beanOfListener.put(name, bean);
            if (other != null) {
                throw WrongStart.twoHandlers(name, other, bean);
            }
            if (places.isEnabled(name)) {
                enabled.add(name);
            }
        }
        Factory factory = homes.keep(enabled, factory(bean));
        return enabled.stream()
                .map(name -> new Listener(
                        name, bean, places.of(name, endpoint), factory, homes.of(name), places.isAutoStart(name)))
                .toList();
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

    /** The configuration of a parent is that of its children, too: what it serves needs no handler here. */
    private boolean isServedByParent(String name) {
        BeanFactory at = beans.getParentBeanFactory();
        while (at instanceof ListableBeanFactory parent) {
            for (String bean : parent.getBeanNamesForAnnotation(ProtocolHandler.class)) {
                if (names(parent, bean).contains(name)) {
                    return true;
                }
            }
            at = at instanceof HierarchicalBeanFactory child ? child.getParentBeanFactory() : null;
        }
        return false;
    }

    private static List<String> names(ListableBeanFactory beans, String bean) {
        ProtocolHandler handler = beans.findAnnotationOnBean(bean, ProtocolHandler.class, false);
        return handler == null ? List.of() : List.of(handler.value());
    }
}
