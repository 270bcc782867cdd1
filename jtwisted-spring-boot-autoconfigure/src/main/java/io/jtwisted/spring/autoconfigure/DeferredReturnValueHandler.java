package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.support.AsyncHandlerMethodReturnValueHandler;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a controller of Spring MVC return a Deferred as it may return a CompletableFuture. Spring asks handlers of
 * applications last, behind the one which takes everything with {@code @ResponseBody}, unless they say that a value is
 * asynchronous, as this one does; so it also comes before the one for reactive types.
 */
final class DeferredReturnValueHandler implements AsyncHandlerMethodReturnValueHandler, WebMvcConfigurer {

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(this);
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return Deferred.class.isAssignableFrom(returnType.getParameterType());
    }

    @Override
    public boolean isAsyncReturnValue(@Nullable Object value, MethodParameter returnType) {
        return supportsReturnType(returnType);
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value,
            MethodParameter returnType,
            ModelAndViewContainer container,
            NativeWebRequest request)
            throws Exception {
        if (value instanceof Deferred<?> deferred) {
            DeferredResponse response = new DeferredResponse(deferred);
            WebAsyncUtils.getAsyncManager(request).startDeferredResultProcessing(response.result(), container);
        } else {
            container.setRequestHandled(true); // a null, which is an empty response, as for Spring's own such types
        }
    }
}
