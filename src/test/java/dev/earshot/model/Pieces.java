package dev.earshot.model;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** Bytes put together from pieces of arrays, readable as a file: an edit of a large model costs nothing. */
final class Pieces {
    private record Piece(byte[] source, int offset, int length) {}

    private final List<Piece> pieces;

    private Pieces(List<Piece> pieces) {
        this.pieces = pieces;
    }

    static Pieces of(byte[] bytes) {
        return new Pieces(List.of(new Piece(bytes, 0, bytes.length)));
    }

    int length() {
        return pieces.stream().mapToInt(Piece::length).sum();
    }

    Pieces slice(int from, int to) {
        List<Piece> result = new ArrayList<>();
        int start = 0;
        for (Piece p : pieces) {
            int first = Math.max(from, start);
            int last = Math.min(to, start + p.length());
            if (first < last) {
                result.add(new Piece(p.source(), p.offset() + first - start, last - first));
            }
            start += p.length();
        }
        return new Pieces(result);
    }

    Pieces replace(int from, int to, Pieces by) {
        List<Piece> result = new ArrayList<>(slice(0, from).pieces);
        result.addAll(by.pieces);
        result.addAll(slice(to, length()).pieces);
        return new Pieces(result);
    }

    byte at(int index) {
        return slice(index, index + 1).bytes()[0];
    }

    byte[] bytes() {
        ByteBuffer all = ByteBuffer.allocate(length());
        putInto(all);
        return all.array();
    }

    void putInto(ByteBuffer target) {
        pieces.forEach(p -> target.put(p.source(), p.offset(), p.length()));
    }

    SeekableByteChannel channel() {
        return new Channel();
    }

    private final class Channel implements SeekableByteChannel {
        private long position;

        @Override
        public int read(ByteBuffer target) {
            long start = 0;
            int before = target.remaining();
            for (Piece p : pieces) {
                long in = position - start;
                if (in >= 0 && in < p.length() && target.hasRemaining()) {
                    int n = (int) Math.min(target.remaining(), p.length() - in);
                    target.put(p.source(), p.offset() + (int) in, n);
                    position += n;
                }
                start += p.length();
            }
            int read = before - target.remaining();
            return read == 0 && before > 0 ? -1 : read;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long newPosition) {
            position = newPosition;
            return this;
        }

        @Override
        public long size() {
            return length();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
