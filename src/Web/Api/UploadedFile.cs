using System.Buffers;
using System.Security.Cryptography;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Api;

/// <summary>
/// The body of a request on our disk, under a name of our own, with its digest; gone with <see cref="DisposeAsync"/>.
/// </summary>
internal sealed class UploadedFile : IAsyncDisposable
{
    private UploadedFile(string path, byte[] sha256, long bytes)
    {
        Path = path;
        Sha256 = sha256;
        Bytes = bytes;
    }

    public string Path { get; }

    public byte[] Sha256 { get; }

    public long Bytes { get; }

    /// <returns>Null when it is larger than allowed; nothing of it stays.</returns>
    public static async Task<UploadedFile?> ReceiveAsync(
        HttpRequest request, DataFolder data, long bytesMax, CancellationToken cancel)
    {
        if (request.ContentLength > bytesMax)
        {
            return null;
        }

        var path = System.IO.Path.Combine(data.Uploads, $"{Guid.CreateVersion7():N}.part");
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var complete = false;
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long bytes = 0;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                int read;
                while ((read = await request.Body.ReadAsync(buffer, cancel)) > 0)
                {
                    bytes += read;
                    if (bytes > bytesMax)
                    {
                        return null;
                    }

                    digest.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancel);
                }
            }

            complete = true;
            return new UploadedFile(path, digest.GetHashAndReset(), bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!complete)
            {
                File.Delete(path);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
