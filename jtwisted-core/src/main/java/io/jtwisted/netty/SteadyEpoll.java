package io.jtwisted.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll, without a gap. Since its pull request 16689 (seen in 4.2.17) Netty takes a descriptor out of the epoll
 * set when there is nothing to wait for, and later asks to change what is not there any more: ENOENT, and the channel
 * breaks. That happens to a side that writes much to a peer that has sent its end. Edge-triggered and waiting for
 * nothing, the descriptor can stay.
 */
final class SteadyEpoll extends ForwardingIoHandler {

    private SteadyEpoll(IoHandler netty) {
        super(netty);
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return executor -> new SteadyEpoll(factory.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Steady(super.register(handle));
    }

    private static final class Steady implements IoRegistration {
        private final IoRegistration netty;
        private boolean added;

        Steady(IoRegistration netty) {
            this.netty = netty;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's interface
        public <T> T attachment() {
            return netty.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            boolean nothing = EpollIoOps.NONE.equals(ops);
            if (nothing && added) {
                return netty.submit(EpollIoOps.EPOLLET);
            }
            added |= !nothing;
            return netty.submit(ops);
        }

        @Override
        public boolean isValid() {
            return netty.isValid();
        }

        @Override
        public boolean cancel() {
            return netty.cancel();
        }
    }
}
