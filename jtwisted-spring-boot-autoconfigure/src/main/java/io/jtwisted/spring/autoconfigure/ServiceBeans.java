package io.jtwisted.spring.autoconfigure;

import io.jtwisted.service.Service;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** The beans which are services, by name: first those which others depend on, else as {@code @Order} says. */
final class ServiceBeans {
    private final DefaultListableBeanFactory beans;

    ServiceBeans(DefaultListableBeanFactory beans) {
        this.beans = beans;
    }

    /** All which there is one of. */
    Map<String, Service> inOrder() {
        Map<String, Service> byName = beans.getBeansOfType(Service.class, false, true);
        IdentityHashMap<Service, String> names = new IdentityHashMap<>();
        byName.forEach((name, service) -> names.put(service, name));
        Map<String, Service> ordered = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        beans.getBeanProvider(Service.class)
                .orderedStream(ObjectProvider.UNFILTERED, false)
                .flatMap(service -> Stream.ofNullable(names.get(service))) // not those of a parent
                .forEach(name -> visit(name, byName, seen, ordered));
        return ordered;
    }

    private void visit(String name, Map<String, Service> byName, Set<String> seen, Map<String, Service> ordered) {
        if (!seen.add(name)) {
            return;
        }
        for (String needed : beans.getDependenciesForBean(name)) {
            visit(needed, byName, seen, ordered);
        }
        Service service = byName.get(name);
        if (service != null) {
            ordered.put(name, service);
        }
    }
}
