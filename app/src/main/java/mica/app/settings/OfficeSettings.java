package mica.app.settings;

import java.nio.file.Path;

/**
 * The settings of the office.
 *
 * @param https whether officers reach the console by HTTPS, through a proxy
 * @param keys folder of the private keys, outside every database and every database backup
 * @param service file with the facts of the service, JSON; empty for the one that comes with the program (Miyagi)
 * @param work folder for what is made and can be made again, such as the posters of an import
 * @param ledgerCopy the second place of the ledger's signed heads: a file, {@code syslog:HOST:PORT},
 *     {@code syslog+udp:HOST:PORT} or {@code mail:ADDRESS}; empty for none
 * @param exchange as its owner
 * @param frontRole the database role of the front, which the migrations grant its rights
 */
public record OfficeSettings(
        @Default("127.0.0.1") String host,
        @Default("8081") int port,
        @Default("yes") boolean https,
        Path keys,
        @Default("work") Path work,
        @Default("") String ledgerCopy,
        @Default("") String service,
        DatabaseSettings exchange,
        @Default("mica_front") String frontRole,
        DatabaseSettings database,
        MailSettings mail) {}
