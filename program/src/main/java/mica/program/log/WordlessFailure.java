package mica.program.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import mica.exchange.log.Wordless;
import org.jspecify.annotations.Nullable;

/** A failure as the log's patterns ask for it, under the name of its own kind. */
final class WordlessFailure implements IThrowableProxy {

    private final Wordless failure;

    WordlessFailure(Wordless failure) {
        this.failure = failure;
    }

    @Override
    public String getClassName() {
        return failure.kind();
    }

    @Override
    public @Nullable String getMessage() {
        return failure.getMessage();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElementProxy::new)
                .toArray(StackTraceElementProxy[]::new);
    }

    @Override
    public int getCommonFrames() {
        return 0;
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return failure.getCause() instanceof Wordless cause ? new WordlessFailure(cause) : null;
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Arrays.stream(failure.getSuppressed())
                .map(beside -> new WordlessFailure((Wordless) beside))
                .toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return false;
    }
}
