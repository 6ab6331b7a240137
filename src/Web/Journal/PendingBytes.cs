using System.Buffers;

namespace Zhkh.Web.Journal;

/// <summary>
/// Takes what a synchronous writer writes and gives it on asynchronously: the archive compresses by itself, the
/// answer's body is written only with await. Between two carryings it holds what one page of rows became.
/// </summary>
internal sealed class PendingBytes : Stream
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1024);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>How many bytes wait.</summary>
    public int Count => _bytes.WrittenCount;

    public async Task CarryToAsync(Stream target, CancellationToken cancel)
    {
        await target.WriteAsync(_bytes.WrittenMemory, cancel);
        _bytes.ResetWrittenCount();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _bytes.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _bytes.Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Everything is here already; it leaves with CarryToAsync.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
