package io.jtwisted.spring.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Warns of what is set below {@code jtwisted}, and no property reads: Spring ignores a misspelt key without a word. Keys
 * directly below {@code jtwisted} may be those of others; there only what is nearly one of ours is taken for a mistake, and
 * so everywhere in the environment of the process, whose variables do not tell a dot from a dash.
 */
final class UnknownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("jtwisted");

    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;
    private final KnownKeys known = KnownKeys.of(JTwistedProperties.class).with("enabled");

    UnknownKeys(Environment environment, ConfigurableListableBeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    /** Writes a line for each. */
    void warn() {
        messages().forEach(message -> LOG.warn("{}", message));
    }

    /** What there is to say, in the order of the property sources. */
    List<String> messages() {
        Set<ConfigurationPropertyName> others = prefixesOfOthers();
        Set<ConfigurationPropertyName> seen = new TreeSet<>();
        Set<String> messages = new LinkedHashSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(ROOT::isAncestorOf)
                        .filter(name -> others.stream().noneMatch(prefix -> isBelow(prefix, name)))
                        .filter(seen::add)
                        .forEach(name -> message(source, name).ifPresent(messages::add));
            }
        }
        return List.copyOf(messages);
    }

    private Optional<String> message(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        List<String> elements = elements(name);
        boolean variable = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        Optional<KnownKeys.Mistake> mistake =
                variable ? known.variable(elements).filter(KnownKeys.Mistake::isNear) : known.mistake(elements);
        return mistake.filter(one -> one.isNear() || one.depth() > 0)
                .map(one -> "there is no property " + name + ", set in " + origin(source, name) + "; "
                        + one.advice(ROOT.toString()));
    }

    private static List<String> elements(ConfigurationPropertyName name) {
        return IntStream.range(1, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.DASHED))
                .toList();
    }

    /** The line of a file, where there is one. */
    private static String origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        Origin origin = Origin.from(source.getConfigurationProperty(name));
        if (origin instanceof PropertySourceOrigin property) {
            origin = property.getOrigin();
        }
        return origin instanceof TextResourceOrigin line
                ? line.toString()
                : ((PropertySource<?>) source.getUnderlyingSource()).getName();
    }

    /** What other classes read: those of the application, and of modules which come later. */
    private Set<ConfigurationPropertyName> prefixesOfOthers() {
        Set<ConfigurationPropertyName> prefixes = new TreeSet<>();
        for (String bean : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            ConfigurationProperties properties = beans.findAnnotationOnBean(bean, ConfigurationProperties.class, false);
            if (properties != null && !properties.prefix().isEmpty()) {
                prefixes.add(ConfigurationPropertyName.adapt(properties.prefix(), '.'));
            }
        }
        prefixes.remove(ROOT);
        return prefixes;
    }

    private static boolean isBelow(ConfigurationPropertyName prefix, ConfigurationPropertyName name) {
        return ROOT.isAncestorOf(prefix) && (prefix.equals(name) || prefix.isAncestorOf(name));
    }
}
