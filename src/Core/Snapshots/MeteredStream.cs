using System.Globalization;

namespace NetPath.Core.Snapshots;

/// <summary>
/// Passes an unpacked archive on and ends the reading once it grows over the limit, or the reader has given up. The first bytes,
/// which were read to recognise the format, come first again.
/// </summary>
internal sealed class MeteredStream(Stream inner, byte[] first, long limit, string source, CancellationToken cancellation) : Stream
{
    private int _given;
    private long _total;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _total; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        int read;
        if (_given < first.Length)
        {
            read = Math.Min(buffer.Length, first.Length - _given);
            first.AsSpan(_given, read).CopyTo(buffer);
            _given += read;
        }
        else
        {
            read = inner.Read(buffer);
        }

        _total += read;
        return _total <= limit ? read : throw new SnapshotFormatException(source, string.Create(CultureInfo.InvariantCulture, $"unpacks to more than {limit:N0} bytes"));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
