namespace Zhkh.Web.Api;

/// <summary>
/// Lets only a window of what is written through: skips what lies before it and drops what lies behind. Shut until
/// opened.
/// </summary>
internal sealed class WindowStream(Stream inner) : Stream
{
    private long _skip;
    private long _left;

    public void Open(long skip, long length) => (_skip, _left) = (skip, length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var before = (int)Math.Min(_skip, buffer.Length);
        _skip -= before;
        var inside = (int)Math.Min(_left, buffer.Length - before);
        _left -= inside;
        if (inside > 0)
        {
            await inner.WriteAsync(buffer.Slice(before, inside), cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("The answer is written asynchronously");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The answer is written asynchronously");
}
