package io.jtwisted.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;

/** Says which bean asks for a Reactor without a name where handlers live on several, and what it should ask for. */
final class BareReactorAnalyzer extends AbstractInjectionFailureAnalyzer<BareReactor> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BareReactor cause, @Nullable String description) {
        return new FailureAnalysis(
                (description == null ? "A bean" : description) + " asks for a Reactor, which would be " + cause.first()
                        + "; but the handler of listener '" + cause.listener() + "' lives on " + cause.reactor()
                        + " (jtwisted.listeners." + cause.listener()
                        + ".reactor), and must not be called from another.",
                "Inject ListenerRegistry instead of Reactor, and take its reactor(\"" + cause.listener()
                        + "\") for that handler. Where any reactor will do, inject ReactorGroup and take its first()."
                        + " Or remove jtwisted.listeners." + cause.listener()
                        + ".reactor: then all handlers live on " + cause.first() + ".",
                cause);
    }
}
