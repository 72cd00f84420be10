package mica.exchange.directory;

import java.time.Duration;
import mica.exchange.health.Condition;
import mica.exchange.record.Version;

/**
 * The office's last sign of life.
 *
 * @param age by the exchange's clock alone
 * @param condition how the office said it was
 */
@Version(1)
public record OfficeSign(Duration age, Condition condition) {}
