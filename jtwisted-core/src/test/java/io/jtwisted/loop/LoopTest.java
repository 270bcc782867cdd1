package io.jtwisted.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTest {
    private final List<Object> seen = new ArrayList<>();

    @Test
    void aThreadOfNoLoopHasNone() {
        assertThat(Loop.current()).isNull();
    }

    @Test
    void aThreadOfALoopHasThatOne() throws InterruptedException {
        Loop loop = new Silent();
        OwnThread thread = new OwnThread(loop, () -> seen.add(Loop.current()));

        thread.start();
        thread.join();

        assertThat(seen).containsExactly(loop);
    }

    @Test
    void aForeignThreadHasOneForTheTimeOfATask() {
        Loop outer = new Silent();
        Loop inner = new Silent();

        LoopThread.runAs(outer, () -> {
            seen.add(Loop.current());
            LoopThread.runAs(inner, () -> seen.add(Loop.current()));
            seen.add(Loop.current());
        });

        assertThat(seen).containsExactly(outer, inner, outer);
        assertThat(Loop.current()).isNull();
    }

    @Test
    void afterATaskThatThrowsItHasNone() {
        assertThatThrownBy(() -> LoopThread.runAs(new Silent(), () -> {
                    throw new IllegalStateException("as the test wants");
                }))
                .hasMessage("as the test wants");

        assertThat(Loop.current()).isNull();
    }

    private static final class OwnThread extends Thread implements LoopThread {
        private final Loop loop;

        OwnThread(Loop loop, Runnable work) {
            super(work);
            this.loop = loop;
        }

        @Override
        public Loop loop() {
            return loop;
        }
    }

    private static final class Silent implements Loop {

        @Override
        public void callFromThread(Runnable call) {
            throw new AssertionError("nobody calls");
        }

        @Override
        public boolean inLoop() {
            return false;
        }

        @Override
        public boolean ended() {
            return false;
        }
    }
}
