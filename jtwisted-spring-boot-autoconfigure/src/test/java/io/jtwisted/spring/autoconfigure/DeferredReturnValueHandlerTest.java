package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** With a container that a test plays: one which notices clients that go away. */
class DeferredReturnValueHandlerTest {
    private final AtomicInteger cancels = new AtomicInteger();
    private final Deferred<String> answer = new Deferred<>(cancelled -> cancels.incrementAndGet());
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Controller())
            .setCustomReturnValueHandlers(new DeferredReturnValueHandler())
            .build();

    @Test
    void theRequestWaitsForTheDeferred() throws Exception {
        MvcResult request = get("/answer");
        boolean waits = request.getRequest().isAsyncStarted();

        answer.callback("forty-two");

        assertThat(waits).isTrue();
        assertThat(resume(request).getContentAsString()).isEqualTo("forty-two");
        assertThat(cancels).hasValue(0);
    }

    @Test
    void aDeferredWhichHasFiredIsAnsweredAsWell() throws Exception {
        answer.callback("forty-two");

        MvcResult request = get("/answer");

        assertThat(resume(request).getContentAsString()).isEqualTo("forty-two");
    }

    @Test
    void aDeferredBehindAnotherTypeIsRecognized() throws Exception {
        answer.callback("forty-two");

        MvcResult request = get("/object");

        assertThat(resume(request).getContentAsString()).isEqualTo("forty-two");
    }

    @Test
    void noDeferredIsAnEmptyResponse() throws Exception {
        MockHttpServletResponse response = get("/null").getResponse();

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsString()).isEmpty();
    }

    @Test
    void aFailureGoesToTheExceptionHandler() throws Exception {
        MvcResult request = get("/answer");

        answer.errback(new IOException("no tea"));
        MockHttpServletResponse response = resume(request);

        assertThat(response.getStatus()).isEqualTo(502);
        assertThat(response.getContentAsString()).isEqualTo("sorry: no tea");
    }

    @Test
    void aDeferredWhichIsCancelledBySomebodyElseFails() throws Exception {
        MvcResult request = get("/answer");

        answer.cancel();

        assertThat(request.getAsyncResult()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aTimeoutCancelsAndIsAnsweredByTheContainer() throws Exception {
        MvcResult request = get("/answer");

        for (AsyncListener listener : listeners(request)) {
            listener.onTimeout(new AsyncEvent(request.getRequest().getAsyncContext()));
        }

        assertThat(cancels).hasValue(1);
        assertThat(resume(request).getStatus()).isEqualTo(503);
    }

    @Test
    void anErrorOfTheConnectionCancelsAndIsTheFailure() throws Exception {
        MvcResult request = get("/answer");

        for (AsyncListener listener : listeners(request)) {
            listener.onError(
                    new AsyncEvent(request.getRequest().getAsyncContext(), new IllegalStateException("reset by peer")));
        }

        assertThat(cancels).hasValue(1);
        assertThat(request.getAsyncResult()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRequestWhichTheContainerEndsCancels() throws Exception {
        MvcResult request = get("/answer");

        for (AsyncListener listener : listeners(request)) {
            listener.onComplete(new AsyncEvent(request.getRequest().getAsyncContext()));
        }

        assertThat(cancels).hasValue(1);
    }

    private static List<AsyncListener> listeners(MvcResult request) {
        return ((MockAsyncContext) Objects.requireNonNull(request.getRequest().getAsyncContext())).getListeners();
    }

    private MvcResult get(String path) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(path)).andReturn();
    }

    private MockHttpServletResponse resume(MvcResult request) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.asyncDispatch(request))
                .andReturn()
                .getResponse();
    }

    @RestController
    final class Controller {

        @GetMapping("/answer")
        Deferred<String> answer() {
            return answer;
        }

        @GetMapping("/object")
        Object object() {
            return answer.addCallback(text -> ResponseEntity.ok(text));
        }

        @GetMapping("/null")
        @Nullable
        Deferred<String> none() {
            return null;
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.BAD_GATEWAY)
        String handle(IOException failure) {
            return "sorry: " + failure.getMessage();
        }
    }
}
