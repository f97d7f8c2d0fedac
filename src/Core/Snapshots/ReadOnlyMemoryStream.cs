namespace NetPath.Core.Snapshots;

/// <summary>Offers bytes that are in memory already as a stream, without a copy of them. Reading ends when it is cancelled.</summary>
internal sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position { get => _position; set => _position = checked((int)value); }

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = Math.Min(buffer.Length, Math.Max(0, bytes.Length - _position));
        bytes.Span.Slice(Math.Min(_position, bytes.Length), read).CopyTo(buffer);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => bytes.Length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
