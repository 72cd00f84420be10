package mica.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** The worst that a form or an upload may bring. */
final class WorstBodies {

    private WorstBodies() {}

    static byte[] file(String kind) {
        String head = "店名,住所,電話番号,メール,出入口,業種\n";
        String text = switch (kind) {
            case "columns" -> ",".repeat(8_000_000);
            case "lines" -> head + "a\n".repeat(9_000_000);
            case "cell" -> "x".repeat(8_000_000);
            case "quote" -> head + "\"" + "x,\n".repeat(2_600_000);
            case "cells" -> head + (",x".repeat(24) + "\n").repeat(49_999);
            case "empty" -> head + "\n".repeat(18_000_000);
            case "spots" -> head + ("a,b,c,d,\"" + "1、".repeat(8_000) + "\"\n").repeat(500);
            case "venues" -> venues("石巻市", "0225-00-0001");
            case "notes" -> venues("石巻市", "225000001");
            default -> throw new IllegalArgumentException(kind);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As many right lines as a file may have. */
    private static String venues(String place, String phone) {
        StringBuilder file = new StringBuilder("店名,住所,電話番号,メール,出入口,業種,備考\n");
        for (int i = 0; i < 50_000; i++) {
            file.append("見本の店舗の長い名前")
                    .append(i)
                    .append(',')
                    .append(place)
                    .append("見本町")
                    .append(i)
                    .append("-1 見本ビルディング,")
                    .append(phone)
                    .append(",shop")
                    .append(i)
                    .append("@example.jp,入口、奥の席,飲食店営業,")
                    .append("備".repeat(60))
                    .append('\n');
        }
        return file.toString();
    }

    static byte[] names() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; names.length() < 900_000; i++) {
            names.append(i).append("=&");
        }
        return names.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static HttpRequest.BodyPublisher form(byte[] body) {
        return HttpRequest.BodyPublishers.ofByteArray(body);
    }

    static HttpRequest.BodyPublisher parts(byte[] file) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(file.length + 200);
        body.write("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.write(file);
        body.write("\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
        return form(body.toByteArray());
    }

    /** A body that does not say how long it is. */
    static HttpRequest.BodyPublisher endless(String head, long length) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                new ByteArrayInputStream(head.getBytes(StandardCharsets.US_ASCII)), new Letters(length)));
    }

    private static final class Letters extends InputStream {
        private long left;

        Letters(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            java.util.Arrays.fill(into, offset, offset + read, (byte) 'x');
            left -= read;
            return read;
        }
    }
}
